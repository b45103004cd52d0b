using Pdp.Core.Ports;
using Pdp.Daemon.Cluster;
using Pdp.Kubernetes.Errors;

namespace Pdp.Daemon.Tests.Cluster;

/// <summary>A leader that may have left a write behind says so, and its successor takes charge of everything.</summary>
public sealed class WriteFenceTests
{
    private readonly Leader _leader = new();

    private WriteFence Fence => new(_leader, new ClusterOptions());

    [Fact]
    public async Task What_was_done_in_the_end_leaves_nothing_behind()
    {
        await Fence.WriteAsync(fencing =>
        {
            fencing.Unanswered!();
            return Task.FromResult(1);
        });

        Assert.False(_leader.IsUnsettled);
    }

    [Fact]
    public async Task What_was_given_up_after_a_sending_without_an_answer_may_land()
    {
        await Assert.ThrowsAsync<OperationCanceledException>(() => Fence.WriteAsync<int>(fencing =>
        {
            fencing.Unanswered!();
            throw new OperationCanceledException();
        }));

        Assert.True(_leader.IsUnsettled);
    }

    [Theory]
    [InlineData(0, StatusReason.NoAnswerInTime, true)]
    [InlineData(502, StatusReason.ServiceUnavailable, true)]
    [InlineData(504, StatusReason.Timeout, true)]
    [InlineData(403, StatusReason.Forbidden, false)]
    [InlineData(409, StatusReason.Conflict, false)]
    [InlineData(429, StatusReason.TooManyRequests, false)]
    public async Task What_the_server_refused_is_settled_and_what_it_failed_at_is_not(int code, string reason, bool isUnsettled)
    {
        await Assert.ThrowsAsync<KubernetesException>(
            () => Fence.WriteAsync<int>(_ => throw new KubernetesException("apply", new KubernetesStatus(code, reason, "no"))));

        Assert.Equal(isUnsettled, _leader.IsUnsettled);
    }

    [Fact]
    public async Task Who_gave_up_before_anything_was_sent_leaves_nothing_behind()
    {
        await Assert.ThrowsAsync<OperationCanceledException>(() => Fence.WriteAsync<int>(_ => throw new OperationCanceledException()));

        Assert.False(_leader.IsUnsettled);
    }

    private sealed class Leader : ILeadership
    {
        public bool IsUnsettled { get; private set; }

        public bool IsLeader => true;

        public string? FencingToken => "1/agent";

        public Task ConfirmAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void LeaveUnsettled() => IsUnsettled = true;
    }
}
