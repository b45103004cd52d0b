using Pdp.ControlStub.Store;
using Pdp.History.Events;
using Pdp.Simulation.Engine;
using Pdp.Simulation.Storage;

namespace Pdp.Simulation.Telling;

/// <summary>Writes down what a control plane process did to its store.</summary>
internal sealed class StoreScribe(World world, Lifeline life)
{
    /// <summary>Begins to listen.</summary>
    public void Follow(SimulatedDisk disk) => disk.Done = Note;

    /// <summary>All that the store holds of the plane.</summary>
    public static async Task<StubHolds> HoldsAsync(World world, IControlStore store)
    {
        var asOf = world.Chronicle.Newest;
        var heads = await store.Intents.HeadsAsync(World.Plane, CancellationToken.None);
        var views = await store.Intents.ViewAsync(World.Plane, [.. heads.Select(head => head.Stamp.Id)], CancellationToken.None);
        return new StubHolds(asOf, [.. views.OrderBy(view => view.Intent.Id, StringComparer.Ordinal).Select(Held)]);
    }

    private void Note(string method, object?[] arguments, object? result)
    {
        world.Chronicle.Tell(life.Name, $"store {method}");
        if (method == nameof(IIntentStore.AcknowledgeAsync) && arguments.OfType<AckRecord>().FirstOrDefault() is { } ack)
            world.Chronicle.Note(life.Name, new AckKept(ack.Id, ack.Generation, (AckOutcome)ack.Outcome));
    }

    private static HeldByStub Held(IntentView view) => new(
        view.Intent.Id,
        view.Intent.Generation,
        view.Intent.Hash,
        view.Intent.Removed,
        view.Ack?.Generation ?? 0,
        view.Status?.Status is { } status ? Facts.Of(status) : null);
}
