using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Transport;

namespace Pdp.Kubernetes.Tests.Transport;

public sealed class RetryPolicyTests
{
    private static readonly KubernetesApiOptions _options = new()
    {
        MaxAttempts = 5,
        MaxRetryTime = TimeSpan.FromSeconds(60),
        RetryBaseDelay = TimeSpan.FromSeconds(1),
        RetryMaxDelay = TimeSpan.FromSeconds(4),
    };

    [Theory]
    [InlineData(1, 1.0, 1)]
    [InlineData(2, 1.0, 2)]
    [InlineData(3, 1.0, 4)]
    [InlineData(4, 1.0, 4)]
    [InlineData(3, 0.5, 2)]
    [InlineData(3, 0.0, 0)]
    public void The_pause_is_by_chance_below_a_cap_that_doubles(int attempts, double chance, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Pause(Failure(503), Repeat.Always, attempts, TimeSpan.Zero, chance));

    [Fact]
    public void A_pause_asked_for_is_at_least_kept() =>
        Assert.Equal(TimeSpan.FromSeconds(10.5), Pause(Failure(429, retryAfter: 10), Repeat.Always, 1, TimeSpan.Zero, 0.5));

    [Fact]
    public void Nothing_is_tried_beyond_the_attempts_or_the_time()
    {
        Assert.Null(Pause(Failure(503), Repeat.Always, 5, TimeSpan.Zero));
        Assert.Null(Pause(Failure(503), Repeat.Always, 1, TimeSpan.FromSeconds(59.5)));
        Assert.NotNull(Pause(Failure(503), Repeat.Always, 1, TimeSpan.FromSeconds(59)));
    }

    [Theory]
    [InlineData(Repeat.Never, false, false, false)]
    [InlineData(Repeat.WhenNotCarriedOut, true, false, true)]
    [InlineData(Repeat.Always, true, true, true)]
    internal void What_is_tried_again_depends_on_what_is_known(Repeat repeat, bool tooMany, bool lostAnswer, bool neverSent)
    {
        Assert.Equal(tooMany, Pause(Failure(429), repeat, 1, TimeSpan.Zero) is not null);
        Assert.Equal(lostAnswer, Pause(Unreachable(neverSent: false), repeat, 1, TimeSpan.Zero) is not null);
        Assert.Equal(neverSent, Pause(Unreachable(neverSent: true), repeat, 1, TimeSpan.Zero) is not null);
    }

    [Theory]
    [InlineData(StatusReason.Untrusted)]
    [InlineData(StatusReason.NoCredentials)]
    [InlineData(StatusReason.BadAnswer)]
    [InlineData(StatusReason.KindUnknown)]
    public void What_time_does_not_heal_is_not_tried_again(string reason) =>
        Assert.Null(Pause(new KubernetesException("x", new KubernetesStatus(0, reason, "")) { NeverSent = true }, Repeat.Always, 1, TimeSpan.Zero));

    private static TimeSpan? Pause(KubernetesException failure, Repeat repeat, int attempts, TimeSpan elapsed, double chance = 1) =>
        RetryPolicy.PauseBeforeNext(failure, repeat, attempts, elapsed, _options, chance);

    private static KubernetesException Failure(int code, int? retryAfter = null) => new("x", new KubernetesStatus(
        code, "", "", retryAfter is { } seconds ? new StatusDetails(null, null, null, null, [], TimeSpan.FromSeconds(seconds)) : null));

    private static KubernetesException Unreachable(bool neverSent) =>
        new("x", new KubernetesStatus(0, StatusReason.Unreachable, "")) { NeverSent = neverSent };
}
