using System.Collections.Immutable;
using Pdp.Daemon.Secrets.Configuration;
using Pdp.Daemon.Secrets.Stores;

namespace Pdp.Daemon.Secrets;

/// <summary>
/// The stores there are, followed while this agent leads, and taken over anew when their configuration changes. A store whose configuration
/// stays the same is not touched by that.
/// </summary>
internal sealed class StoreSet
{
    private static readonly TimeSpan _reload = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly IStoreDefinitions _definitions;
    private readonly StoreParts _parts;
    private readonly SecretContext _context;
    private readonly HashSet<string> _interested = [];
    private ImmutableDictionary<string, FollowedStore> _stores = ImmutableDictionary<string, FollowedStore>.Empty;

    public StoreSet(IStoreDefinitions definitions, StoreParts parts, SecretContext context)
    {
        (_definitions, _parts, _context) = (definitions, parts, context);
        Adopt();
    }

    /// <summary>All stores.</summary>
    public IEnumerable<FollowedStore> All => _stores.Values;

    /// <summary>A store; null when there is none of that name.</summary>
    public FollowedStore? Find(string name) => _stores.GetValueOrDefault(name);

    /// <summary>An intent wants to hear of these secrets, and of no others any more.</summary>
    public void Interest(string intentId, IReadOnlyCollection<(string Store, SecretName Name)> secrets)
    {
        lock (_lock)
        {
            if (secrets.Count > 0) _interested.Add(intentId);
            else if (!_interested.Remove(intentId)) return;
        }
        foreach (var store in All)
            store.Keep(intentId, secrets.Where(secret => secret.Store == store.Definition.Name).Select(secret => secret.Name).ToHashSet());
    }

    /// <summary>Follows the stores until cancelled, then forgets what it learnt: another may lead meanwhile.</summary>
    public async Task RunAsync(CancellationToken term)
    {
        var loops = new StoreLoops(_context.Log);
        try
        {
            while (true)
            {
                await loops.RunAsync([.. All], term);
                await Task.Delay(_reload, _context.Time, term);
                if (_definitions.Reload()) AdoptAndTell();
            }
        }
        catch (OperationCanceledException) when (term.IsCancellationRequested)
        {
            // The term is over.
        }
        finally
        {
            await loops.StopAsync();
            foreach (var store in All) store.Clear();
        }
    }

    private void AdoptAndTell()
    {
        Adopt();
        string[] interested;
        lock (_lock) interested = [.. _interested];
        foreach (var intent in interested) _context.Wake(intent);
    }

    private void Adopt() => _stores = _definitions.Current.ToImmutableDictionary(
        definition => definition.Name,
        definition => Find(definition.Name) is { } known && known.Definition == definition
            ? known
            : new FollowedStore(definition, definition.Options.Open(_parts), _context));
}
