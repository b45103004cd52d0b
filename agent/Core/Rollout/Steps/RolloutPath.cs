using System.Globalization;
using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Rollout.Steps;

/// <summary>The steps from one revision to another, the implied ones among them.</summary>
public sealed class RolloutPath
{
    private const int Whole = 100;
    private const int HashLength = 10;

    private RolloutPath(IReadOnlyList<RolloutStep> steps, string hash) => (Steps, Hash) = (steps, hash);

    /// <summary>The steps, in order.</summary>
    public IReadOnlyList<RolloutStep> Steps { get; }

    /// <summary>Stands for the steps: a rollout that is under way goes on only with the same ones.</summary>
    public string Hash { get; }

    /// <summary>The step that gives the new revision all requests.</summary>
    public int Switch => Steps.Index().First(step => step.Item.Weight == Whole).Index;

    /// <summary>
    /// The path a document asks for: its steps; before them for blue-green that the new pods come up and nobody is led to them; after them the switch, if
    /// they do not name it, and the time the revision before stays.
    /// </summary>
    public static RolloutPath Of(RolloutSpec rollout)
    {
        List<RolloutStep> steps = rollout.Strategy == RolloutStrategy.BlueGreen ? [new RolloutStep { Weight = 0 }, .. rollout.Steps] : [.. rollout.Steps];
        if (!steps.Exists(step => step.Weight == Whole))
            steps.Add(new RolloutStep { Weight = Whole });
        if (rollout.ScaleDownDelaySeconds > 0)
            steps.Add(new RolloutStep { PauseSeconds = rollout.ScaleDownDelaySeconds });
        return new RolloutPath(steps, ShortHash.Of(HashLength, steps.Select(Describe).Prepend(rollout.Strategy.ToString())));
    }

    /// <summary>Percent of the requests the new revision gets at a step.</summary>
    /// <param name="step">Steps that are done.</param>
    public int WeightAt(int step) => Steps.Take(step + 1).Select(s => s.Weight ?? 0).Prepend(0).Max();

    /// <summary>A step in a few words.</summary>
    public static string Describe(RolloutStep step) => step switch
    {
        { Weight: { } weight } => string.Create(CultureInfo.InvariantCulture, $"weight {weight}"),
        { PauseSeconds: { } seconds } => string.Create(CultureInfo.InvariantCulture, $"pause {seconds}"),
        { Analysis: { } names } => $"analysis {string.Join(',', names)}",
        { Test: { } test } => $"test {test}",
        _ => $"approval {step.Approval}",
    };
}
