using Pdp.ControlStub.Intents;
using Pdp.ControlStub.Problems;
using Pdp.Protocol;

namespace Pdp.ControlStub.Api;

/// <summary>What the desk could not do, as a problem.</summary>
internal static class DeskProblems
{
    public static Problem Of(DeskAnswer answer) =>
        answer.Outcome switch
        {
            DeskOutcome.Invalid => Problem.Invalid(answer.Findings ?? []),
            DeskOutcome.Forbidden => Problem.Forbidden(answer.Findings ?? []),
            var outcome => Of(outcome),
        };

    public static Problem Of(DeskOutcome outcome) => outcome switch
    {
        DeskOutcome.NoPlane => Problem.NoPlane(),
        DeskOutcome.NoIntent => Problem.NotFound("There is no such intent. GET /api/v1/planes/{plane}/intents lists those there are."),
        DeskOutcome.Full => Problem.Conflict($"A plane holds at most {ProtocolLimits.IntentsPerPlane} intents. Delete some first."),
        DeskOutcome.Outdated => Problem.Outdated(),
        DeskOutcome.Contended => Problem.Busy(
            StatusCodes.Status503ServiceUnavailable, "Others change the same intents all the time; nothing was changed. Try again.", TimeSpan.FromSeconds(1)),
        _ => Problem.Of(StatusCodes.Status500InternalServerError),
    };
}
