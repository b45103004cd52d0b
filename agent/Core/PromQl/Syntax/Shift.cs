namespace Pdp.Core.PromQl.Syntax;

/// <summary>When a selector or subquery is evaluated.</summary>
/// <param name="Offset">How much earlier, milliseconds; negative for later; null when not said.</param>
/// <param name="At">At which time.</param>
public sealed record Shift(long? Offset, AtTime? At)
{
    /// <summary>Now.</summary>
    public static Shift None { get; } = new(null, null);
}
