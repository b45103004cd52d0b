using Pdp.ControlStub.Api.Answers;
using Pdp.ControlStub.Intents;
using Pdp.ControlStub.Pipelines;
using Pdp.ControlStub.Problems;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Api;

/// <summary>What became of a wish to deploy something, as an answer.</summary>
internal static class DeploymentResults
{
    public static IResult Of(DeploymentAnswer answer) => answer.Outcome switch
    {
        DeskOutcome.Done => Answer.Json(
            DeploymentBody.Of(answer), answer is { Intents.Count: 0, Promotion.State: PromotionState.Waiting } ? StatusCodes.Status202Accepted : StatusCodes.Status200OK),
        DeskOutcome.NoIntent => new ProblemResult(Problem.NotFound("There is no such promotion. GET /api/v1/promotions lists those there are.")),
        DeskOutcome.Refused => new ProblemResult(Problem.Conflict(
            answer.Promotion is null
                ? "The errors say what speaks against it; nothing was changed."
                : "It has its approvals, and the errors say what speaks against it now; ask for the promotion again once that is mended.",
            answer.Findings)),
        _ => new ProblemResult(DeskProblems.Of(new DeskAnswer(answer.Outcome, [], answer.Findings))),
    };
}
