namespace Pdp.LocalCluster.Tests.Conformance;

/// <summary>How a case was answered, step by step.</summary>
internal sealed record CaseReport(RecordedCase Case, IReadOnlyList<StepResult> Steps)
{
    public IReadOnlyList<StepResult> Differing => [.. Steps.Where(s => s.Difference is not null)];

    /// <summary><c>case: x/y steps hold</c>, and those that do not.</summary>
    public string Text => string.Join(Environment.NewLine,
    [
        $"{Case.Name}: {Steps.Count - Differing.Count}/{Steps.Count} steps hold ({Case.About})",
        .. Differing.Select(s => $"  step {s.Index} {s.Step}: {s.Difference}"),
    ]);
}
