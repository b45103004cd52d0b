using Pdp.ControlStub.Documents;

namespace Pdp.ControlStub.Intents;

/// <summary>What became of a wish, and the intents it concerned in the order given.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Intents">The intents; empty unless done.</param>
/// <param name="Findings">Why it is invalid, or what the caller lacks.</param>
internal sealed record DeskAnswer(
    DeskOutcome Outcome, IReadOnlyList<PutIntent> Intents, IReadOnlyList<Finding>? Findings = null)
{
    public static DeskAnswer Failed(DeskOutcome outcome) => new(outcome, []);
}
