using System.Collections.Concurrent;
using System.Text;
using Pdp.Core.Secrets;
using Pdp.Daemon.Secrets.Configuration;
using Pdp.Daemon.Secrets.Stores;

namespace Pdp.Daemon.Tests.Secrets.Stage;

/// <summary>A store that does what a test says: it rotates, fails, hangs, or hands out rubbish.</summary>
internal sealed class ScriptedStore : ISecretStore
{
    private readonly ConcurrentDictionary<string, (string Version, string Value)> _secrets = new();
    private int _rounds;
    private int _fetches;

    /// <summary>What every call fails with; null when the store is well.</summary>
    public Exception? Failure { get; set; }

    /// <summary>What calls for values fail with; null when they are well.</summary>
    public Exception? FetchFailure { get; set; }

    /// <summary>What calls wait for, without heeding that somebody gave up; null when they answer at once.</summary>
    public TaskCompletionSource? Hanging { get; set; }

    public int Rounds => _rounds;

    public int Fetches => _fetches;

    public IReadOnlyCollection<SecretName> LastAsked { get; private set; } = [];

    public void Put(string name, string version, string value) => _secrets[name] = (version, value);

    public void Remove(string name) => _secrets.TryRemove(name, out _);

    public async Task<IReadOnlyDictionary<SecretName, VersionAnswer>> ListVersionsAsync(
        IReadOnlyCollection<SecretName> names, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _rounds);
        LastAsked = names;
        if (Hanging is { } hanging) await hanging.Task;
        if (Failure is { } failure) throw failure;
        return names.Where(name => _secrets.ContainsKey(name.Name)).ToDictionary(name => name, name => new VersionAnswer(_secrets[name.Name].Version));
    }

    public async Task<SecretValue> FetchAsync(SecretName name, string version, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _fetches);
        if (Hanging is { } hanging) await hanging.Task;
        if ((Failure ?? FetchFailure) is { } failure) throw failure;
        return _secrets.TryGetValue(name.Name, out var secret) && secret.Version == version
            ? new SecretValue(Encoding.UTF8.GetBytes(secret.Value))
            : throw new SecretStoreException("there is no such version");
    }
}

/// <summary>Opens the store a test made.</summary>
internal sealed record ScriptedOptions(ScriptedStore Store) : StoreOptions
{
    public override ISecretStore Open(StoreParts parts) => Store;
}

/// <summary>Stores that a test configures.</summary>
internal sealed class ScriptedDefinitions(params StoreDefinition[] stores) : IStoreDefinitions
{
    private IReadOnlyList<StoreDefinition> _next = stores;

    public IReadOnlyList<StoreDefinition> Current { get; private set; } = stores;

    public static StoreDefinition Of(string name, ScriptedStore store, TimeSpan? refresh = null, TimeSpan? timeout = null) => new()
    {
        Name = name,
        Options = new ScriptedOptions(store),
        Allow = Allowance.Everything,
        Refresh = refresh ?? TimeSpan.FromSeconds(60),
        Timeout = timeout ?? TimeSpan.FromSeconds(10),
    };

    public void Change(params StoreDefinition[] stores) => _next = stores;

    public bool Reload()
    {
        if (ReferenceEquals(_next, Current)) return false;
        Current = _next;
        return true;
    }
}
