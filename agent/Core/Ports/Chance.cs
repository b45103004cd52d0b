namespace Pdp.Core.Ports;

/// <summary>A source of randomness, for what should not happen everywhere at once: a number from 0 up to but not 1.</summary>
public delegate double Chance();
