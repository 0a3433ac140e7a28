package kv_test

import (
	"errors"
	"testing"

	"attache/store/kv"
	"attache/store/kv/kvtest"
)

func TestMem(t *testing.T) {
	kvtest.TestDB(t, func(*testing.T) kv.DB { return kv.NewMem() })
}

func TestPrefixEnd(t *testing.T) {
	for _, test := range []struct{ prefix, want string }{
		{"", ""},
		{"a/", "a0"},
		{"a\xff", "b"},
		{"\xff\xff", ""},
	} {
		if got := kv.PrefixEnd(test.prefix); got != test.want {
			t.Errorf("PrefixEnd(%q) = %q, want %q", test.prefix, got, test.want)
		}
	}
}

// TestSealFlips flips every bit of an envelope, and puts it under other keys.
func TestSealFlips(t *testing.T) {
	const key = "source/S-0001"
	sealed := kv.Seal(key, []byte("a value that is long enough"))
	if value, err := kv.Unseal(key, sealed); err != nil || string(value) != "a value that is long enough" {
		t.Fatalf("Unseal = %q, %v", value, err)
	}
	for i := range len(sealed) * 8 {
		sealed[i/8] ^= 1 << (i % 8)
		var corrupt *kv.CorruptError
		if _, err := kv.Unseal(key, sealed); !errors.As(err, &corrupt) || corrupt.Key != key || !errors.Is(err, kv.ErrCorrupt) {
			t.Errorf("bit %d flipped: error is %v", i, err)
		}
		sealed[i/8] ^= 1 << (i % 8)
	}
	for _, other := range []string{"source/S-0002", "source/S-0001a", ""} {
		if _, err := kv.Unseal(other, sealed); !errors.Is(err, kv.ErrCorrupt) {
			t.Errorf("under %q: error is %v", other, err)
		}
	}
	for n := range 4 {
		if _, err := kv.Unseal(key, sealed[:n]); !errors.Is(err, kv.ErrCorrupt) {
			t.Errorf("cut to %d bytes: error is %v", n, err)
		}
	}
}
