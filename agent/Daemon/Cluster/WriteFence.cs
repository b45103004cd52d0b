using System.Text.Json.Nodes;
using Pdp.Core.Ports;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Verbs;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Cluster;

/// <summary>
/// Stands before every write, so that two agents never both act. An agent that is not certain to lead sends nothing; what it had sent
/// before ends within a known time; and what nevertheless comes late names a version of the object that is gone, because the next leader
/// put its own token on the object before it acted (docs/decisions, "Fencing by preconditions").
/// </summary>
internal sealed class WriteFence(ILeadership leadership, ClusterOptions options)
{
    /// <summary>The token this leader's writes carry.</summary>
    /// <exception cref="ClusterException">This agent does not lead, or is not certain to.</exception>
    public string Token => leadership.IsLeader && leadership.FencingToken is { } token ? token : throw NotLeading();

    /// <summary>Whether this agent leads, and is certain to.</summary>
    public bool IsOpen => leadership is { IsLeader: true, FencingToken: not null };

    /// <summary>Passes only while this agent leads.</summary>
    /// <exception cref="ClusterException">It does not, or is not certain to.</exception>
    public void Pass() => _ = Token;

    /// <summary>
    /// Passes only if what is there was not written by a later leader than this one, which this agent's own clock cannot tell after the
    /// machine was suspended. Whoever writes what it read before passing here, in the version it read, writes under no later leader's nose.
    /// </summary>
    /// <param name="live">The object, as read.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ClusterException">There is a later leader, or that cannot be found out.</exception>
    public async Task AdmitAsync(JsonObject live, CancellationToken cancellationToken)
    {
        var (there, ours) = (FencingTokens.On(live), Token);
        if (there.Length > 0 && there != ours && !FencingTokens.IsOlder(there, ours)) await leadership.ConfirmAsync(cancellationToken);
    }

    /// <summary>Makes a write under the fence.</summary>
    /// <param name="write">The write, to be sent with what it is given.</param>
    /// <exception cref="ClusterException">This agent does not lead, or is not certain to.</exception>
    public async Task<T> WriteAsync<T>(Func<Fencing, Task<T>> write)
    {
        var token = Token;
        var mayLand = false;
        try
        {
            return await write(new Fencing
            {
                MaySend = () => leadership.IsLeader && leadership.FencingToken == token,
                Timeout = options.WriteTimeout,
                Unanswered = () => mayLand = true,
            });
        }
        // One that was done in the end has taken away the version that its earlier sendings name.
        catch (Exception failure) when (mayLand || failure is KubernetesException { MayStillLand: true })
        {
            leadership.LeaveUnsettled();
            throw;
        }
    }

    private static ClusterException NotLeading() =>
        new(FailureReason.ClusterUnavailable, "This agent does not lead now; the one that leads will do it.");
}
