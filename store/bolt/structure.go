package bolt

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"io"
)

// The file format of bbolt, version 2, as far as the check needs it. A page
// begins with a header: id (8 bytes), kind (2), count (2), overflow (4).
const (
	pageHeader   = 16
	elementSize  = 16 // of branch and leaf elements alike
	metaSize     = 64
	metaMagic    = 0xED0CDAED
	metaVersion  = 2
	kindBranch   = 0x01
	kindLeaf     = 0x02
	kindFreelist = 0x10
	leafBucket   = 0x01 // flag of a leaf element that holds a bucket
	bucketHeader = 16   // root page and sequence number
	noFreelist   = ^uint64(0)
	maxDepth     = 64
)

const restore = "; restore it from a backup"

// meta is what the check needs of a meta page.
type meta struct {
	pageSize   uint64
	root       uint64
	freelist   uint64
	highWater  uint64 // pages from here on do not exist
	generation uint64
}

// structure is one check of one file.
type structure struct {
	f     io.ReaderAt
	meta  meta
	taken []bool // pages reached so far
}

// checkStructure reads the file's meta pages, tree and free list and returns
// what is wrong with it, or "". It visits each page once at most, and trusts no
// number it has not compared with the size of the file.
func checkStructure(f io.ReaderAt, size int64) string {
	m, fault := readMeta(f, size)
	if fault != "" {
		return fault
	}
	s := &structure{f: f, meta: m, taken: make([]bool, m.highWater)}
	s.taken[0], s.taken[1] = true, true
	err := s.freelist()
	if err == nil {
		err = s.tree(m.root, nil, nil, 0)
	}
	if err != nil {
		return fmt.Sprintf("is damaged (%v)", err) + restore
	}
	return ""
}

// readMeta returns the newest valid meta page.
func readMeta(f io.ReaderAt, size int64) (meta, string) {
	if m, ok := metaAt(f, 0); ok {
		if second, ok := metaAt(f, int64(m.pageSize)); ok && second.generation > m.generation {
			m = second
		}
		return m, m.fits(size)
	}
	for pageSize := int64(1024); pageSize <= 64<<10; pageSize *= 2 {
		if m, ok := metaAt(f, pageSize); ok && int64(m.pageSize) == pageSize {
			return m, m.fits(size)
		}
	}
	if looksLikeStore(f) {
		return meta{}, "is damaged (its first pages cannot be read)" + restore
	}
	return meta{}, "is not a store of Attaché; name another file"
}

// looksLikeStore reports whether the file bears bbolt's mark where one is due.
func looksLikeStore(f io.ReaderAt) bool {
	var b [4]byte
	for _, at := range [...]int64{pageHeader, 4096 + pageHeader} {
		if _, err := f.ReadAt(b[:], at); err == nil && binary.NativeEndian.Uint32(b[:]) == metaMagic {
			return true
		}
	}
	return false
}

func metaAt(f io.ReaderAt, at int64) (meta, bool) {
	var b [metaSize]byte
	if _, err := f.ReadAt(b[:], at+pageHeader); err != nil {
		return meta{}, false
	}
	e := binary.NativeEndian
	sum := fnv.New64a()
	sum.Write(b[:56])
	if e.Uint32(b[0:]) != metaMagic || e.Uint32(b[4:]) != metaVersion || e.Uint64(b[56:]) != sum.Sum64() {
		return meta{}, false
	}
	m := meta{
		pageSize:   uint64(e.Uint32(b[8:])),
		root:       e.Uint64(b[16:]),
		freelist:   e.Uint64(b[32:]),
		highWater:  e.Uint64(b[40:]),
		generation: e.Uint64(b[48:]),
	}
	return m, m.pageSize >= 1024 && m.pageSize <= 64<<10 && m.pageSize&(m.pageSize-1) == 0
}

// fits compares the meta page with the size of the file.
func (m meta) fits(size int64) string {
	pages := uint64(size) / m.pageSize
	if m.highWater > pages {
		return fmt.Sprintf("is cut short (it has %d of %d pages)", pages, m.highWater) + restore
	}
	if m.highWater < 4 || m.root >= m.highWater || m.freelist >= m.highWater && m.freelist != noFreelist {
		return "is damaged (its first pages contradict each other)" + restore
	}
	return ""
}

// page reads page id with its overflow pages and marks them as taken.
func (s *structure) page(id uint64) (data []byte, kind uint16, count int, err error) {
	if id < 2 || id >= s.meta.highWater {
		return nil, 0, 0, fmt.Errorf("page %d does not exist", id)
	}
	head := make([]byte, pageHeader)
	if _, err := s.f.ReadAt(head, int64(id*s.meta.pageSize)); err != nil {
		return nil, 0, 0, fmt.Errorf("page %d cannot be read: %w", id, err)
	}
	e := binary.NativeEndian
	span := 1 + uint64(e.Uint32(head[12:]))
	if e.Uint64(head) != id || id+span > s.meta.highWater {
		return nil, 0, 0, fmt.Errorf("page %d has another's header", id)
	}
	for i := id; i < id+span; i++ {
		if s.taken[i] {
			return nil, 0, 0, fmt.Errorf("page %d is used twice", i)
		}
		s.taken[i] = true
	}
	data = make([]byte, span*s.meta.pageSize)
	if _, err := s.f.ReadAt(data, int64(id*s.meta.pageSize)); err != nil {
		return nil, 0, 0, fmt.Errorf("page %d cannot be read: %w", id, err)
	}
	return data, e.Uint16(head[8:]), int(e.Uint16(head[10:])), nil
}

// freelist checks the list of free pages.
func (s *structure) freelist() error {
	if s.meta.freelist == noFreelist {
		return nil
	}
	data, kind, count, err := s.page(s.meta.freelist)
	if err != nil {
		return err
	}
	list := data[pageHeader:]
	total := uint64(count)
	if count == 0xffff {
		total, list = binary.NativeEndian.Uint64(list), list[8:]
	}
	if kind != kindFreelist || total > uint64(len(list)/8) {
		return fmt.Errorf("page %d is not a list of free pages", s.meta.freelist)
	}
	for i := range total {
		id := binary.NativeEndian.Uint64(list[i*8:])
		if id < 2 || id >= s.meta.highWater || s.taken[id] {
			return fmt.Errorf("page %d cannot be free", id)
		}
		s.taken[id] = true
	}
	return nil
}

// tree checks the pages from id down; their keys must lie in low <= key < high,
// where nil is no bound.
func (s *structure) tree(id uint64, low, high []byte, depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("page %d lies too deep", id)
	}
	data, kind, count, err := s.page(id)
	if err != nil {
		return err
	}
	return s.elements(id, data, kind, count, low, high, depth)
}

func (s *structure) elements(id uint64, data []byte, kind uint16, count int, low, high []byte, depth int) error {
	if kind != kindBranch && kind != kindLeaf || kind == kindBranch && count == 0 || pageHeader+count*elementSize > len(data) {
		return fmt.Errorf("page %d is of no known kind", id)
	}
	keys, values, err := pageElements(id, data, kind, count)
	if err != nil {
		return err
	}
	for i, key := range keys {
		if low != nil && bytes.Compare(key, low) < 0 || high != nil && bytes.Compare(key, high) >= 0 ||
			i > 0 && bytes.Compare(keys[i-1], key) >= 0 {
			return fmt.Errorf("page %d is out of order", id)
		}
	}
	for i, key := range keys {
		next := high
		if i+1 < len(keys) {
			next = keys[i+1]
		}
		switch {
		case kind == kindBranch:
			err = s.tree(binary.NativeEndian.Uint64(values[i]), key, next, depth+1)
		case values[i] != nil:
			err = s.bucket(id, values[i], depth)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// pageElements returns the keys of a page, and for each the number of the page
// below (on a branch) or the bucket it holds (on a leaf; nil for plain values).
func pageElements(id uint64, data []byte, kind uint16, count int) (keys, values [][]byte, err error) {
	e := binary.NativeEndian
	for i := range count {
		at := uint64(pageHeader + i*elementSize)
		element := data[at : at+elementSize]
		var pos, keySize, valueSize uint64
		var value []byte
		if kind == kindBranch {
			pos, keySize = uint64(e.Uint32(element)), uint64(e.Uint32(element[4:]))
			value = element[8:16]
		} else {
			pos, keySize, valueSize = uint64(e.Uint32(element[4:])), uint64(e.Uint32(element[8:])), uint64(e.Uint32(element[12:]))
		}
		start := at + pos
		if pos < elementSize || start+keySize+valueSize > uint64(len(data)) {
			return nil, nil, fmt.Errorf("page %d points outside itself", id)
		}
		if kind == kindLeaf && e.Uint32(element)&leafBucket != 0 {
			value = data[start+keySize : start+keySize+valueSize]
		}
		keys, values = append(keys, data[start:start+keySize]), append(values, value)
	}
	return keys, values, nil
}

// bucket checks a bucket: a tree of its own, or one small leaf within the value.
func (s *structure) bucket(id uint64, value []byte, depth int) error {
	if len(value) < bucketHeader {
		return fmt.Errorf("page %d holds half a bucket", id)
	}
	if root := binary.NativeEndian.Uint64(value); root != 0 {
		return s.tree(root, nil, nil, depth+1)
	}
	inline := value[bucketHeader:]
	if len(inline) < pageHeader || binary.NativeEndian.Uint16(inline[8:]) != kindLeaf {
		return fmt.Errorf("page %d holds half a bucket", id)
	}
	return s.elements(id, inline, kindLeaf, int(binary.NativeEndian.Uint16(inline[10:])), nil, nil, depth+1)
}
