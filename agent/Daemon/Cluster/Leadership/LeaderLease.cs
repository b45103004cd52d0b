using Pdp.Core.Ports;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Leases;
using Pdp.Kubernetes.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Cluster.Leadership;

/// <summary>Leads by holding a Lease in the agent's namespace. The others stand by, with everything loaded.</summary>
internal sealed partial class LeaderLease : ILeadership
{
    private readonly IKubernetesApi _api;
    private readonly LeaseElection _election;
    private readonly LeaseOptions _options;
    private readonly ILogger<LeaderLease> _logger;
    private volatile LeadershipTerm? _term;
    private volatile string? _holder;

    public LeaderLease(IKubernetesApi api, LeaseOptions options, TimeProvider time, Chance chance, ILogger<LeaderLease> logger)
    {
        _election = new LeaseElection(api, options with { Notices = Tell }, time, new Func<double>(chance));
        (_api, _options) = (api, options);
        _logger = logger;
    }

    /// <inheritdoc/>
    public bool IsLeader => _term?.IsHeld == true;

    /// <summary>Who leads, as far as this agent has heard; null when nobody does.</summary>
    public string? Holder => _holder;

    /// <inheritdoc/>
    public string? FencingToken => _term is { IsHeld: true } term ? term.FencingToken : null;

    /// <inheritdoc/>
    public async Task ConfirmAsync(CancellationToken cancellationToken)
    {
        try
        {
            var lease = await _api.GetAsync(
                new ObjectReference(new GroupVersionKind("coordination.k8s.io", "v1", "Lease"), _options.Namespace, _options.Name),
                cancellationToken);
            if (lease?.GetString("spec", "holderIdentity") != _options.Identity)
                throw new ClusterException(FailureReason.ClusterUnavailable, "Another agent leads by now; it will do it.");
        }
        catch (KubernetesException failure)
        {
            throw failure.ToClusterException();
        }
    }

    /// <inheritdoc/>
    public void LeaveUnsettled() => _term?.LeaveUnsettled();

    /// <summary>Stands by, leads, stands by again, until cancelled; then the lease is given back.</summary>
    /// <param name="lead">
    /// What a leader does; its token is cancelled when the term ends, and the next does not begin before it has returned.
    /// </param>
    /// <param name="cancellationToken">Stops.</param>
    public Task RunAsync(Func<CancellationToken, Task> lead, CancellationToken cancellationToken) =>
        _election.RunAsync(
            async (term, ended) =>
            {
                _term = term;
                LogLeading(_options.Identity, term.Transitions, term.FencingToken);
                try
                {
                    await lead(ended);
                }
                finally
                {
                    _term = null;
                }
            },
            cancellationToken);

    private void Tell(LeaseNotice notice)
    {
        if (notice is LeaseNotice.HolderChanged { Holder: var holder }) _holder = holder;
        switch (notice)
        {
            case LeaseNotice.HolderChanged changed when changed.Holder != _options.Identity:
                LogStandingBy(changed.Holder ?? "nobody");
                break;
            case LeaseNotice.AttemptFailed failed:
                LogAttemptFailed(failed.Error.Message);
                break;
            case LeaseNotice.Lost:
                LogLost(_options.Identity);
                break;
        }
    }

    [LoggerMessage(EventId = 1440, EventName = "Leading", Level = LogLevel.Information,
        Message = "{Identity} leads under token {Token}; the lease has changed hands {Transitions} times")]
    private partial void LogLeading(string identity, int transitions, string token);

    [LoggerMessage(EventId = 1441, EventName = "StandingBy", Level = LogLevel.Information, Message = "{Holder} leads; standing by")]
    private partial void LogStandingBy(string holder);

    [LoggerMessage(EventId = 1442, EventName = "LeaseAttemptFailed", Level = LogLevel.Warning,
        Message = "The lease could not be read or written; tried again: {Why}")]
    private partial void LogAttemptFailed(string why);

    [LoggerMessage(EventId = 1443, EventName = "LeadershipLost", Level = LogLevel.Warning,
        Message = "{Identity} no longer leads and has stopped writing")]
    private partial void LogLost(string identity);
}
