using System.Text.Json;
using Pdp.ControlStub.Api.Answers;
using Pdp.ControlStub.Events;
using Pdp.ControlStub.Gateway;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Problems;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Api;

/// <summary>Asks the agent of a plane what applying an intent now would change.</summary>
internal sealed class PlanDesk(IControlStore store, SessionDirectory sessions, TimeProvider time)
{
    // Each object is a dry run of the API server.
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);

    /// <summary>Asks. That it was asked is an event: it makes the agent work.</summary>
    /// <returns>The plan, or why there is none.</returns>
    public async Task<(PlanAnswer? Plan, Problem? Problem)> AskAsync(Caller caller, string plane, string id, CancellationToken cancellationToken)
    {
        if (await store.Intents.ViewAsync(plane, id, cancellationToken) is not { IsGone: false })
            return (null, Problem.NotFound("There is no such intent. GET /api/v1/planes/{plane}/intents lists those there are."));
        if (sessions.Of(plane).FirstOrDefault(session => session.Seat > 0) is not { } session)
            return (null, Problem.Conflict("The plane is not connected to this process of the control plane; ask again once it is."));
        await store.Events.AppendAsync([Happenings.PlanAsked(plane, id, time.GetUtcNow()).By(caller)], cancellationToken);
        try
        {
            return await session.PlanAsync(id, _limit, cancellationToken) switch
            {
                null => (null, Busy("Too much is asked of this agent already.")),
                { Error: { } error } => (null, Problem.Conflict($"The agent cannot say: {error}")),
                { Result: { ValueKind: JsonValueKind.Object } result } => Read(result),
                _ => (null, NotAPlan()),
            };
        }
        catch (TimeoutException)
        {
            return (null, Busy($"The agent did not answer within {_limit.TotalSeconds:0} seconds."));
        }
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
