package exact

// Places exports decimalPlaces to its test.
var Places = decimalPlaces
