using Pdp.ControlStub.Api.Answers;
using Pdp.ControlStub.Apply;
using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Intents;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Problems;

namespace Pdp.ControlStub.Api;

/// <summary>Takes documents as their authors wrote them.</summary>
internal sealed class ApplyEndpoints(ApplyDesk desk, ApiLimits limits)
{
    public void Map(IEndpointRouteBuilder routes) => routes.On("POST", "/api/v1/apply", new RouteNeeds(OperatorAction.ChangeIntents, SubjectIn.Content), ApplyAsync);

    private async Task<IResult> ApplyAsync(HttpContext context)
    {
        var query = new QueryReader(context.Request.Query);
        var (plane, dryRun) = (query.Required("plane"), query.Flag("dryRun"));
        if (query.Problem() is { } wrong)
            return new ProblemResult(wrong);
        var (batch, problem) = await BodyReader.ReadAsync(context, limits.MaxApplyBytes);
        if (batch is null)
            return new ProblemResult(problem!);
        var answer = await desk.ApplyAsync(context.Caller(), plane, batch, dryRun, context.RequestAborted);
        return answer.Outcome switch
        {
            DeskOutcome.Done => Answer.Json(new ApplyBody(
                plane, dryRun, answer.Documents, [.. answer.Intents.Select(i => ChangeAnswer.Of(i))], answer.Waiting, answer.Warnings, answer.Notes)),
            // What could not be read at all is another mistake than what says the wrong thing.
            DeskOutcome.Invalid when answer.Errors.All(e => e.Rule is FindingRules.Syntax or FindingRules.TooDeep or FindingRules.TooMany) =>
                new ProblemResult(Problem.BadRequest("The body cannot be read as documents; nothing was changed.", answer.Errors)),
            DeskOutcome.Forbidden => new ProblemResult(Problem.Forbidden(answer.Errors)),
            DeskOutcome.Invalid => new ProblemResult(Problem.Invalid(answer.Errors)),
            _ => new ProblemResult(DeskProblems.Of(answer.Outcome)),
        };
    }
}
