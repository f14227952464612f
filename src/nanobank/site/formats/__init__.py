"""How numbers and dates are written, where Django falls short."""
