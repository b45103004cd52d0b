using System.Text.Json;
using Pdp.ControlStub.Api.Answers;
using Pdp.ControlStub.Events;
using Pdp.ControlStub.Gateway.Questions;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Problems;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Api;

/// <summary>Asks the agent of a plane what applying an intent now would change.</summary>
internal sealed class PlanDesk(IControlStore store, PlaneQuestions questions, TimeProvider time)
{
    /// <summary>Asks. That it was asked is an event: it makes the agent work.</summary>
    /// <returns>The plan, or why there is none.</returns>
    public async Task<(PlanAnswer? Plan, Problem? Problem)> AskAsync(Caller caller, string plane, string id, CancellationToken cancellationToken)
    {
        if (await store.Intents.ViewAsync(plane, id, cancellationToken) is not { IsGone: false })
            return (null, Problem.NotFound("There is no such intent. GET /api/v1/planes/{plane}/intents lists those there are."));
        await store.Events.AppendAsync([Happenings.PlanAsked(plane, id, time.GetUtcNow()).By(caller)], cancellationToken);
        return await questions.AskAsync(plane, id, cancellationToken) switch
        {
            { Kind: QuestionAnswerKind.NotConnected } => (null, Problem.Conflict("The plane is not connected; ask again once it is.")),
            { Kind: QuestionAnswerKind.Busy } => (null, Busy("Too much is asked of this agent already.")),
            { Kind: QuestionAnswerKind.Late } => (null, Busy($"The agent did not answer within {PlaneQuestions.Limit.TotalSeconds:0} seconds.")),
            { Error: { } error } => (null, Problem.Conflict($"The agent cannot say: {error}")),
            { Result: { ValueKind: JsonValueKind.Object } result } => Read(result),
            _ => (null, NotAPlan()),
        };
    }

    private static (PlanAnswer? Plan, Problem? Problem) Read(JsonElement result)
    {
        try
        {
            return (result.Deserialize(PlanJson.Default.PlanAnswer), null);
        }
        catch (JsonException)
        {
            return (null, NotAPlan());
        }
    }

    private static Problem NotAPlan() => Problem.Conflict("The agent answered with something that is no plan; update it.");

    private static Problem Busy(string detail) => Problem.Busy(StatusCodes.Status503ServiceUnavailable, detail, TimeSpan.FromSeconds(5));
}
