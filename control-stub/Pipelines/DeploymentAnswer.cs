using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Intents;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Pipelines;

/// <summary>What became of a wish to deploy something.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Release">The release it is about; empty when it failed before that was known.</param>
/// <param name="Promotion">The promotion that waits, or was carried out; null when none was needed.</param>
/// <param name="Findings">Why it failed.</param>
internal sealed record DeploymentAnswer(
    DeskOutcome Outcome, string Release, PromotionRecord? Promotion = null, IReadOnlyList<Finding>? Findings = null)
{
    /// <summary>The intents that were put, one on each plane; none while approvals are missing, and when it failed.</summary>
    public IReadOnlyList<PutIntent> Intents { get; init; } = [];

    public static DeploymentAnswer Failed(DeskOutcome outcome, params IReadOnlyList<Finding> findings) => new(outcome, "", Findings: findings);

    /// <summary>Something speaks against it as things are.</summary>
    public static DeploymentAnswer Refused(string rule, string path, string message) => Failed(DeskOutcome.Refused, new Finding(rule, path, message));
}
