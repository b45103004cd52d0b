using Pdp.Core.Ports;
using Pdp.Core.Secrets;

namespace Pdp.Daemon.Secrets.Stores;

/// <summary>
/// One store, followed: which version each secret is at, as far as somebody wants to know. The store is asked in rounds, one at a time,
/// for all of them together; whoever asks is answered from memory. What the store told last stands while it does not answer.
/// </summary>
internal sealed class FollowedStore : IDisposable
{
    // For a secret nobody asked for before. Long enough for a store that is well; who asked is told later otherwise.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly Dictionary<SecretName, KnownSecret> _secrets = [];
    private TaskCompletionSource _poked = NewSignal();
    private readonly StoreCalls _calls;
    private readonly StoreRhythm _rhythm;
    private readonly ISecretStore _store;
    private readonly SecretContext _context;
    private readonly HintAllowance _hints;
    private readonly IChangeListener? _listener;

    public FollowedStore(StoreDefinition definition, ISecretStore store, SecretContext context)
    {
        (Definition, _store, _context) = (definition, store, context);
        _calls = new StoreCalls(definition, store, context);
        _rhythm = new StoreRhythm(definition.Refresh, context.Chance);
        _hints = new HintAllowance(context.Time);
        _listener = definition.Options.Listen(definition.Name, context);
    }

    /// <summary>What the customer configured.</summary>
    public StoreDefinition Definition { get; }

    /// <summary>Secrets that are wanted and not told.</summary>
    public int Troubles
    {
        get { lock (_lock) return _secrets.Values.Count(secret => secret.Trouble is not null); }
    }

    /// <summary>Which version a secret is at; waits a little when nobody asked for it before.</summary>
    public async Task<VersionInMemory> AskAsync(string intentId, SecretName name, CancellationToken cancellationToken)
    {
        KnownSecret known;
        lock (_lock)
        {
            if (!_secrets.TryGetValue(name, out known!)) _secrets.Add(name, known = new KnownSecret());
            known.Intents.Add(intentId);
            if (known.IsNew) _poked.TrySetResult();
        }
        await known.Answered.Task.WaitAsync(_patience, _context.Time, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return known.IsNew
                ? new VersionInMemory(null, new SecretTrouble($"secret {name.Name} of store {Definition.Name}: the store has not answered yet"))
                : new VersionInMemory(known.Version, known.Trouble);
        }
    }

    /// <summary>Somebody says that a secret changed: it is asked for without waiting for the next refresh.</summary>
    public HintOutcome Hint(string name)
    {
        lock (_lock)
        {
            if (_secrets.GetValueOrDefault(new SecretName(name, null)) is not { } known) return HintOutcome.Unwanted;
            if (known.IsUrgent) return HintOutcome.Taken;
            if (!_hints.TryTake()) return HintOutcome.TooMany;
            known.IsHinted = true;
            _poked.TrySetResult();
            return HintOutcome.Taken;
        }
    }

    /// <summary>Fetches a value.</summary>
    /// <exception cref="SecretStoreException">It cannot be had now.</exception>
    public Task<SecretValue> FetchAsync(SecretName name, string version, CancellationToken cancellationToken) =>
        _calls.FetchAsync(name, version, cancellationToken);

    /// <summary>An intent names only these any more.</summary>
    public void Keep(string intentId, IReadOnlySet<SecretName> names)
    {
        lock (_lock)
        {
            foreach (var (name, secret) in _secrets)
            {
                if (!names.Contains(name)) secret.Intents.Remove(intentId);
                if (secret.Intents.Count == 0) _secrets.Remove(name);
            }
        }
    }

    /// <summary>Forgets everything, and who wanted it.</summary>
    public void Clear()
    {
        lock (_lock) _secrets.Clear();
    }

    /// <summary>Asks the store in rounds until cancelled. Never throws anything else.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var listening = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var heard = _listener?.ListenAsync(Hint, listening.Token) ?? Task.CompletedTask;
        try
        {
            await AskAsync(cancellationToken);
        }
        finally
        {
            await listening.CancelAsync();
            await heard.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        var last = _context.Time.GetTimestamp();
        while (true)
        {
            var left = _rhythm.Pause - _context.Time.GetElapsedTime(last);
            var isDue = await IsDueAsync(left, cancellationToken);
            if (isDue) last = _context.Time.GetTimestamp();
            await RoundAsync(isDue, cancellationToken);
        }
    }

    /// <summary>Closes connections; whatever is still asked of it fails.</summary>
    public void Dispose()
    {
        _listener?.Dispose();
        (_store as IDisposable)?.Dispose();
    }

    // Whether the time has come to ask for everything; false when somebody wants to know something new before that.
    private async Task<bool> IsDueAsync(TimeSpan left, CancellationToken cancellationToken)
    {
        if (left <= TimeSpan.Zero) return true;
        Task poked;
        lock (_lock) poked = _poked.Task;
        try
        {
            await poked.WaitAsync(left, _context.Time, cancellationToken);
            lock (_lock) _poked = NewSignal();
            return false;
        }
        catch (TimeoutException)
        {
            return true;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task RoundAsync(bool everything, CancellationToken cancellationToken)
    {
        SecretName[] names;
        lock (_lock)
        {
            names = [.. _secrets.Where(known => everything || known.Value.IsUrgent).Select(known => known.Key)];
            // What is hinted from here on may be newer than what the store is about to tell.
            foreach (var name in names) _secrets[name].IsHinted = false;
        }
        if (everything) _store.Keep(names);
        if (names.Length == 0) return;
        var (answers, failure) = await _calls.ListAsync(names, cancellationToken);
        _context.Metrics.Asked(Definition.Name, failure is null);
        if (_rhythm.Answered(failure, _context.Time.GetUtcNow())) _context.Log.StoreChanged(Definition.Name, failure?.Message);
        Take(names, name => answers.GetValueOrDefault(name) ?? new VersionAnswer(null, failure?.Message ?? "there is no such secret"), answers);
    }

    private void Take(
        SecretName[] names, Func<SecretName, VersionAnswer> answerTo, IReadOnlyDictionary<SecretName, VersionAnswer> told)
    {
        var woken = new HashSet<string>();
        var isWhole = true;
        var since = _rhythm.FailingSince ?? _context.Time.GetUtcNow();
        lock (_lock)
        {
            foreach (var name in names)
            {
                if (!_secrets.TryGetValue(name, out var known)) continue;
                var (answer, before) = (answerTo(name), known.Version);
                // One call that fails is no news to whoever has a version; a second one is.
                if (_rhythm.IsFirstFailure && before is not null && !told.ContainsKey(name)) continue;
                if (known.Take(answer, Definition.Name, name.Name, since)) woken.UnionWith(known.Intents);
                isWhole &= known.Trouble is null;
                if (before is not null && before != known.Version) _context.Rotated(Definition.Name, name.Name, known.Version!);
            }
        }
        _rhythm.Whole(isWhole);
        foreach (var intent in woken) _context.Wake(intent);
    }
}

/// <summary>What is known of a secret.</summary>
/// <param name="Version">The version told last; null when none ever was.</param>
/// <param name="Trouble">Why it is not told, or not any more; null while it is.</param>
internal sealed record VersionInMemory(string? Version, SecretTrouble? Trouble);
