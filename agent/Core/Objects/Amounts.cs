using System.Numerics;

namespace Pdp.Core.Objects;

/// <summary>Quantities of Kubernetes as numbers to measure with.</summary>
public static class Amounts
{
    /// <summary>A quantity such as <c>250m</c> in billionths; null when it is none, or too large for a number.</summary>
    public static long? Billionths(string? quantity) => Quantity.TryParse(quantity, out var amount) ? Fitting(amount.Billionths) : null;

    /// <summary>A quantity such as <c>1.5Gi</c> in whole units, rounded up; null when it is none, or too large for a number.</summary>
    public static long? Whole(string? quantity) => Quantity.TryParse(quantity, out var amount) ? Fitting(amount.RoundedUp) : null;

    private static long? Fitting(BigInteger number) => number >= long.MinValue / 2 && number <= long.MaxValue / 2 ? (long)number : null;
}
