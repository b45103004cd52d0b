namespace Pdp.Core.Analysis;

/// <summary>What came of measuring something once.</summary>
/// <param name="Name">The analysis.</param>
/// <param name="Value">The value; null when it told nothing.</param>
/// <param name="Message">Why it told nothing; empty when it told something.</param>
public sealed record Measurement(string Name, double? Value, string Message = "");
