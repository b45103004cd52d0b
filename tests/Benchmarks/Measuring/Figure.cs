namespace Pdp.Benchmarks.Measuring;

/// <summary>One measured figure.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">How much.</param>
/// <param name="Unit">Of what: <c>ms</c>, <c>s</c>, <c>MiB</c>, <c>requests</c>.</param>
internal sealed record Figure(string Name, double Value, string Unit)
{
    /// <summary>The value at a share of sorted samples.</summary>
    public static double At(IReadOnlyList<double> sorted, double share) => sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];
}
