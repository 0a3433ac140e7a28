package search

import (
	"encoding/binary"
	"errors"

	"attache/briefings"
)

// volumeForm is the version of what [volume.encode] writes and of the analysis
// behind it. An index of another version is stale.
const volumeForm = "1"

var errVolume = errors.New("the record of a source cannot be read")

// encode returns the volume as bytes.
func (v *volume) encode() []byte {
	var out []byte
	put := func(n int) { out = binary.AppendUvarint(out, uint64(n)) }
	put(len(v.records))
	for _, r := range v.records {
		put(r.n)
		put(len(r.kind))
		out = append(out, r.kind...)
		put(r.length)
		put(r.group + 1)
		put(r.head)
		put(len(r.own))
		for _, p := range r.own {
			out = binary.LittleEndian.AppendUint32(out, p.term)
			put(int(p.at))
		}
	}
	put(len(v.groups))
	for _, g := range v.groups {
		put(len(g))
		for _, i := range g {
			put(i)
		}
	}
	put(len(v.heads))
	for _, h := range v.heads {
		put(len(h))
		for _, t := range h {
			out = binary.LittleEndian.AppendUint32(out, t)
		}
	}
	return out
}

// decodeVolume reads what encode wrote.
func decodeVolume(b []byte) (*volume, error) {
	d := decoder{rest: b}
	v := &volume{records: make([]record, d.size())}
	for i := range v.records {
		r := &v.records[i]
		r.n = d.number()
		r.kind = briefings.PassageKind(d.bytes(d.size()))
		r.length, r.group, r.head = d.number(), d.number()-1, d.number()
		r.own = make([]place, d.size())
		for k := range r.own {
			r.own[k] = place{d.term(), uint16(d.number())}
		}
	}
	v.groups = make([][]int, d.size())
	for i := range v.groups {
		v.groups[i] = make([]int, d.size())
		for k := range v.groups[i] {
			v.groups[i][k] = d.number()
		}
	}
	v.heads = make([][]uint32, d.size())
	for i := range v.heads {
		v.heads[i] = make([]uint32, d.size())
		for k := range v.heads[i] {
			v.heads[i][k] = d.term()
		}
	}
	if d.failed || !v.sound() {
		return nil, errVolume
	}
	return v, nil
}

// sound reports whether every place in the volume leads somewhere.
func (v *volume) sound() bool {
	for _, r := range v.records {
		if r.group >= len(v.groups) || r.head >= len(v.heads) {
			return false
		}
	}
	for _, g := range v.groups {
		for _, i := range g {
			if i >= len(v.records) {
				return false
			}
		}
	}
	return true
}

// A decoder reads numbers until something is missing; then it reads zeros.
type decoder struct {
	rest   []byte
	failed bool
}

func (d *decoder) number() int {
	v, n := binary.Uvarint(d.rest)
	if n <= 0 || v > 1<<31 {
		d.failed, d.rest = true, nil
		return 0
	}
	d.rest = d.rest[n:]
	return int(v)
}

// size reads a number of things that follow, each a byte at least.
func (d *decoder) size() int {
	n := d.number()
	if n > len(d.rest) {
		d.failed, d.rest = true, nil
		return 0
	}
	return n
}

func (d *decoder) bytes(n int) []byte {
	if n > len(d.rest) {
		d.failed, d.rest = true, nil
		return nil
	}
	out := d.rest[:n]
	d.rest = d.rest[n:]
	return out
}

func (d *decoder) term() uint32 {
	b := d.bytes(4)
	if b == nil {
		return 0
	}
	return binary.LittleEndian.Uint32(b)
}
