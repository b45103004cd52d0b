using System.Text.Json.Nodes;
using Pdp.ControlStub.Intents;
using Pdp.ControlStub.Operators;
using Pdp.History.Events;
using Pdp.Protocol.Intents;
using Pdp.Simulation.Engine;

namespace Pdp.Simulation.Story;

/// <summary>
/// Somebody who puts, changes and removes intents. What gets no answer in time is left at that: it may have been done or not.
/// </summary>
internal sealed class Operator(World world, Cast cast)
{
    private const string Actor = "operator";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);
    private static readonly string[] _ids = ["web", "api", "worker", "task"];
    private static readonly string[] _badEnds = ["RolledBack", "Degraded", "Waiting", "Suspended", "Undeployed"];

    private readonly Dice _dice = world.Dice.Fork(Actor);
    private readonly Dictionary<string, Wish> _wishes = new(StringComparer.Ordinal);
    private int _number;

    /// <summary>Wishes for something.</summary>
    public Task ActAsync() => _dice.Below(10) switch
    {
        < 6 => PutAsync(_dice.Of(_ids), isBad: _dice.Happens(0.2)),
        6 => RemoveAsync(_dice.Of(_ids)),
        7 => RetryAsync(_dice.Of(_ids)),
        _ => SetStateAsync(_dice.Of(_ids), _dice.Of([ComponentState.Active, ComponentState.Suspended, ComponentState.Undeployed])),
    };

    /// <summary>Puts an intent with new content.</summary>
    public async Task PutAsync(string id, bool isBad, bool hasSecret = false)
    {
        var wish = new Wish(++_number)
        {
            // A Job has no image that fails.
            IsBad = isBad && id != "task",
            Replicas = 1 + _dice.Below(3),
            HasSecret = hasSecret,
            Mode = $"mode-{_dice.Below(3)}",
            DependsOn = id == "web" && _dice.Happens(0.2) ? ["api"] : [],
        };
        var document = id == "task" ? Documents.Job(id, "shop", wish) : Documents.Component(id, _dice.Of(["shop", id]), wish);
        await PutAsync(id, wish, document);
    }

    /// <summary>Takes an intent away.</summary>
    public async Task RemoveAsync(string id)
    {
        world.Chronicle.Note(Actor, new ChangeAsked(id, IsRemoval: true));
        if (await AskAsync(desk => desk.RemoveAsync(Caller.ControlPlane, World.Plane, id, deleteVolumes: false, CancellationToken.None)) is { } answer)
            Accept(answer, null);
    }

    private async Task PutAsync(string id, Wish wish, JsonObject document)
    {
        var reading = IntentDrafts.Read(document, World.Plane, id, IntentDraft.FromApi);
        if (reading.Draft is not { } draft)
            throw new InvalidOperationException($"The operator's document is wrong: {string.Join("; ", reading.Errors)}");
        world.Chronicle.Note(Actor, new ChangeAsked(id, wish.Mark));
        _wishes[id] = wish;
        if (await AskAsync(desk => desk.PutAsync(Caller.ControlPlane, World.Plane, [draft], Alongside.Nothing, null, dryRun: false, CancellationToken.None)) is { } answer)
            Accept(answer, wish);
    }

    private async Task RetryAsync(string id)
    {
        world.Chronicle.Note(Actor, new ChangeAsked(id));
        if (await AskAsync(desk => desk.RetryAsync(Caller.ControlPlane, World.Plane, id, CancellationToken.None)) is { } answer) Accept(answer, null);
    }

    // The state is part of the content, so what is put into another state gets another mark.
    private async Task SetStateAsync(string id, ComponentState state)
    {
        if (id == "task" || _wishes.GetValueOrDefault(id) is not { } wish) return;
        var other = wish with { Number = ++_number, State = state };
        await PutAsync(id, other, Documents.Component(id, id, other));
    }

    private void Accept(DeskAnswer answer, Wish? wish)
    {
        foreach (var put in answer.Intents)
        {
            var intent = put.Intent;
            if (intent.Removed) world.Chronicle.Note(Actor, new RemovalAccepted(intent.Id, intent.Generation));
            else
            {
                world.Chronicle.Note(Actor, new IntentAccepted(
                    intent.Id, intent.Generation, intent.Hash, Documents.MarkOf(intent.Jws), wish?.IsBad == true ? _badEnds : null));
            }
        }
    }

    private async Task<DeskAnswer?> AskAsync(Func<IntentDesk, Task<DeskAnswer>> ask)
    {
        var running = cast.Stubs.Select(keeper => keeper.Current).OfType<Processes.SimulatedStub>().ToList();
        if (running.Count == 0) return null;
        try
        {
            var asking = ask(_dice.Of(running).Desk);
            return await Task.WhenAny(asking, world.Timeline.WaitAsync(_patience)) == asking ? await asking : null;
        }
        catch (ControlStub.Store.StoreException)
        {
            return null;
        }
    }
}
