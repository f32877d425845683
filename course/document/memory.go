package document

import "reflect"

// readable reports whether the decoder can read values of type t.
func readable(t reflect.Type, seen map[reflect.Type]bool) bool {
	if seen[t] || isText(t) {
		return true
	}
	seen[t] = true
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array:
		return readable(t.Elem(), seen)
	case reflect.Map:
		return t.Key().Kind() == reflect.String && readable(t.Elem(), seen)
	case reflect.Struct:
		for i := range t.NumField() {
			if f := t.Field(i); jsonName(f) != "" && !readable(f.Type, seen) {
				return false
			}
		}
		return true
	case reflect.String, reflect.Bool, reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return true
	}
	return false
}

// take subtracts the memory of a new value of type t from the memory that is left, and
// reports whether this was enough.
func (d *decoder) take(t reflect.Type) bool {
	d.memory -= d.size(t)
	return d.memory >= 0
}

// size returns how many bytes a value of type t takes up on a machine of 64 bits, without
// padding. It does not use the size on the present machine, so that every machine refuses
// the same documents.
func (d *decoder) size(t reflect.Type) int {
	if n, known := d.sizes[t]; known {
		return n
	}
	n := 0
	switch t.Kind() {
	case reflect.Struct:
		for i := range t.NumField() {
			n += d.size(t.Field(i).Type)
		}
	case reflect.Array:
		n = t.Len() * d.size(t.Elem())
	case reflect.String:
		n = 16
	case reflect.Slice:
		n = 24
	case reflect.Bool, reflect.Int8, reflect.Uint8:
		n = 1
	case reflect.Int16, reflect.Uint16:
		n = 2
	case reflect.Int32, reflect.Uint32:
		n = 4
	default:
		n = 8
	}
	d.sizes[t] = n
	return n
}
