package exact

// Places is decimalPlaces, for its test.
var Places = decimalPlaces
