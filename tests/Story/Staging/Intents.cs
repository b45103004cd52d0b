using System.Text.Json.Nodes;
using Pdp.Story.Wire;

namespace Pdp.Story.Staging;

/// <summary>Intents of the stage's plane: asking for something, and waiting for what the agent says about it.</summary>
public static class Intents
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(60);

    /// <summary>An intent as the stub has it.</summary>
    /// <exception cref="StoryException">There is none.</exception>
    public static async Task<IntentView> IntentAsync(this Stage stage, string id, CancellationToken ct) =>
        await stage.Control.Api.IntentAsync(stage.Plane, id, ct) is { } answer
            ? new IntentView(answer)
            : throw new StoryException($"the stub has no intent {id}");

    /// <summary>Waits until the stub says that the plane's agent is connected.</summary>
    /// <exception cref="StoryException">It is not in time, or the agent ended.</exception>
    public static Task ConnectedAsync(this Stage stage, CancellationToken ct) => Poll.UntilTrueAsync(
        "the agent to be connected",
        async () =>
        {
            if (stage.Agent.Process!.HasExited)
            {
                throw new StoryException($"the agent ended:\n{stage.Agent.Process.Log.Tail(15)}");
            }

            return (string?)(await stage.Control.Api.PlaneAsync(stage.Plane, ct))["connection"]?["state"] == "connected";
        },
        ConnectLimit,
        ct);

    /// <summary>Changes an intent and hands it in.</summary>
    /// <returns>The generation the stub gave it.</returns>
    public static async Task<long> ChangeAsync(this Stage stage, string id, Action<JsonObject> change, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(change);
        var document = (JsonObject)(await stage.IntentAsync(id, ct)).Document.DeepClone();
        change(document["spec"]!.AsObject());
        return await stage.PutAsync(id, document, ct);
    }

    /// <summary>Hands in an intent.</summary>
    /// <returns>The generation the stub gave it.</returns>
    public static async Task<long> PutAsync(this Stage stage, string id, JsonObject document, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(document);
        document["metadata"]!.AsObject().Remove("generation");
        return new IntentView(await stage.Control.Api.PutAsync(stage.Plane, id, document, ct)).Generation;
    }

    /// <summary>Waits until the agent says that a generation is in a phase.</summary>
    /// <exception cref="StoryException">It did not say so in time; carries what it said last.</exception>
    public static async Task<IntentView> PhaseAsync(
        this Stage stage, string id, long generation, string phase, TimeSpan within, CancellationToken ct)
    {
        IntentView? last = null;
        try
        {
            return await Poll.UntilAsync(
                $"{id} to be {phase}",
                async () =>
                {
                    last = await stage.IntentAsync(id, ct);
                    return last.Refusal is { } refusal ? throw new StoryException($"the agent refused {id}: {refusal}")
                        : last.Phase == phase && last.ObservedGeneration >= generation ? last
                        : null;
                },
                within,
                ct);
        }
        catch (StoryException inVain) when (last is { Refusal: null })
        {
            throw new StoryException($"{inVain.Message}; last seen: {last}", inVain);
        }
    }
}
