// Package admission decides who may join a course, in which order.
package admission
