using System.Text.Json.Nodes;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Transport;
using Pdp.Kubernetes.Verbs;

namespace Pdp.Kubernetes.Leases;

/// <summary>One process's attempts at a lease. Not safe for several callers.</summary>
internal sealed class LeaseCandidate(IKubernetesApi api, LeaseOptions options, TimeProvider time)
{
    /// <summary>What is stood for.</summary>
    public static readonly GroupVersionKind Lease = new("coordination.k8s.io", "v1", "Lease");

    private readonly ObjectReference _reference = new(Lease, options.Namespace, options.Name);
    private readonly long _epoch = time.GetTimestamp();
    private LeaseObservation _observed = new(null, TimeSpan.Zero);
    private JsonObject? _object;
    private string? _toldHolder;

    /// <summary>Takes or renews the lease. Null when somebody else holds it, or the attempt failed.</summary>
    /// <param name="limit">How long the attempt may take.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<LeaseRecord?> TryAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            // What was last seen is ours and can be renewed without reading it; if it is not ours any more, the server says so.
            if (_observed.Record?.Holder != options.Identity) await LookAsync(either.Token);
            var move = _observed.MoveOf(options.Identity, Now);
            return move == LeaseMove.Wait ? null : await WriteAsync(move, either.Token);
        }
        catch (KubernetesException failed)
        {
            await LookAgainAsync(failed, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Failed(TransportFailure.TooSlow($"hold {_reference}", limit));
        }
        return null;
    }

    /// <summary>Whether somebody else was last seen to hold it.</summary>
    public bool IsWithAnother => _observed.Record is { Holder: not "" } record && record.Holder != options.Identity;

    /// <summary>Takes in what was heard of the lease without asking.</summary>
    /// <returns>How long until it may be taken if nothing more is heard; zero when that is now.</returns>
    public TimeSpan Hear(JsonObject? lease)
    {
        Saw(lease);
        return _observed.FreeIn(options.Identity, Now);
    }

    /// <summary>
    /// Gives the lease back, so that the next need not wait for it to run out. A failure costs them that wait and no more.
    /// </summary>
    /// <param name="isSettled">Whether no write of ours can land any more.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task ReleaseAsync(bool isSettled, CancellationToken cancellationToken)
    {
        if (_object is null || _observed.Record is not { } record || record.Holder != options.Identity) return;
        try
        {
            Saw(await api.ReplaceAsync(With(record.Released(time.GetUtcNow(), isSettled)), new ReplaceOptions(), cancellationToken));
        }
        catch (KubernetesException failed)
        {
            Failed(failed);
        }
    }

    private TimeSpan Now => time.GetElapsedTime(_epoch);

    private async Task LookAsync(CancellationToken cancellationToken) => Saw(await api.GetAsync(_reference, cancellationToken));

    // After a lost race or a lost answer only a look tells who has it. It waits for the next attempt, except that a
    // holder should know at once that it is none any more.
    private async Task LookAgainAsync(KubernetesException failed, CancellationToken cancellationToken)
    {
        if (!failed.IsConflict && !failed.IsAlreadyExists) Failed(failed);
        try
        {
            if (failed.IsConflict || failed.IsAlreadyExists || failed.IsNotFound) await LookAsync(cancellationToken);
        }
        catch (KubernetesException again)
        {
            Failed(again);
        }
        catch (OperationCanceledException)
        {
            // The attempt's time is up; the next one looks.
        }
    }

    private async Task<LeaseRecord> WriteAsync(LeaseMove move, CancellationToken cancellationToken)
    {
        var record = LeaseRecord.Held(_observed.Record, options.Identity, options.LeaseDuration, time.GetUtcNow());
        var written = move == LeaseMove.Create
            ? await api.CreateAsync(New(record), new CreateOptions(), cancellationToken)
            : await api.ReplaceAsync(With(record), new ReplaceOptions(), cancellationToken);
        Saw(written);
        return record;
    }

    private void Saw(JsonObject? lease)
    {
        _object = lease;
        _observed = _observed.See(lease is null ? null : LeaseRecord.Read(lease), Now);
        var holder = _observed.Record?.Holder is { Length: > 0 } name ? name : null;
        if (holder == _toldHolder) return;
        _toldHolder = holder;
        options.Notices?.Invoke(new LeaseNotice.HolderChanged(holder));
    }

    private void Failed(KubernetesException error) => options.Notices?.Invoke(new LeaseNotice.AttemptFailed(error));

    private JsonObject New(LeaseRecord record)
    {
        var lease = new JsonObject
        {
            ["apiVersion"] = Lease.ApiVersion,
            ["kind"] = Lease.Kind,
            ["metadata"] = new JsonObject { ["name"] = options.Name, ["namespace"] = options.Namespace },
        };
        record.WriteTo(lease);
        return lease;
    }

    // With the version last seen: whoever was faster makes this a conflict.
    private JsonObject With(LeaseRecord record)
    {
        var lease = (JsonObject)_object!.DeepClone();
        record.WriteTo(lease);
        return lease;
    }
}
