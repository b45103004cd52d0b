using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Pdp.Core.Policy.Model;
using Pdp.Core.Ports;
using Pdp.Daemon.Policy;
using Pdp.Daemon.Tests.Harness;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Policy;

public sealed class PolicyFollowerTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly ManualTimeProvider _time = new();
    private readonly LogLines _log = new();
    private readonly Wakes _wakes = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    [Fact]
    public async Task A_file_swapped_as_a_ConfigMap_is_holds_from_the_next_look_on()
    {
        Swap("one", Rules(1));
        using var follower = Follower(out var current);
        await follower.StartAsync(TestContext.Current.CancellationToken);

        Swap("two", Rules(2));
        await Until.TrueAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            return current.Policy.Rules.MaxReplicas == 2;
        });

        Assert.Equal(1, _wakes.Count);
        await follower.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_wrong_file_changes_nothing_and_says_so_until_it_is_right_again()
    {
        Swap("one", Rules(1));
        using var follower = Follower(out var current);
        var began = _time.GetUtcNow();

        Swap("two", "rules: {");
        follower.Look();
        follower.Look();
        _time.Advance(TimeSpan.FromMinutes(1));
        Swap("three", "rules: 7");
        follower.Look();

        Assert.Equal(1, current.Policy.Rules.MaxReplicas);
        Assert.Equal(began, current.Trouble!.Since);
        Assert.Equal(0, _wakes.Count);
        Assert.Equal(HealthStatus.Degraded, await HealthAsync(current));
        var lines = _log.ToString();
        Assert.Contains("is wrong, the last good one goes on holding: line", lines, StringComparison.Ordinal);

        Swap("four", Rules(4));
        follower.Look();
        Assert.Equal(4, current.Policy.Rules.MaxReplicas);
        Assert.Null(current.Trouble);
        Assert.Equal(1, _wakes.Count);
        Assert.Equal(HealthStatus.Healthy, await HealthAsync(current));
    }

    [Fact]
    public void A_file_that_goes_and_comes_back_as_it_was_is_no_change()
    {
        Swap("one", Rules(1));
        using var follower = Follower(out var current);

        File.Delete(_directory.Combine("policy.yaml"));
        follower.Look();
        Assert.NotNull(current.Trouble);
        Assert.Equal(1, current.Policy.Rules.MaxReplicas);

        Swap("two", Rules(1));
        follower.Look();
        Assert.Null(current.Trouble);
        Assert.Equal(0, _wakes.Count);
    }

    public void Dispose()
    {
        _services.Dispose();
        _directory.Dispose();
    }

    private static string Rules(int most) => $"apiVersion: pdp.dev/v1\nkind: Policy\nrules: {{maxReplicas: {most}}}\n";

    private static async Task<HealthStatus> HealthAsync(CurrentPolicy current) =>
        (await new PolicyHealth(current).CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken)).Status;

    private PolicyFollower Follower(out CurrentPolicy current)
    {
        var file = new PolicyFile(_directory.Combine("policy.yaml"), PolicyRules.Default);
        var reading = file.Read();
        current = new CurrentPolicy(reading.Policy!);
        var settings = new PolicySettings { File = file, Version = reading.Version };
        var logger = LoggerFactory.Create(logging => logging.AddProvider(_log)).CreateLogger<PolicyFollower>();
        return new PolicyFollower(
            settings, current, [_wakes], new PolicyMetrics(_services.GetRequiredService<IMeterFactory>(), current), _time, logger);
    }

    // As the kubelet does it: a new directory, and then one link turned to it.
    private void Swap(string version, string text)
    {
        Directory.CreateDirectory(_directory.Combine(version));
        File.WriteAllText(Path.Combine(_directory.Combine(version), "policy.yaml"), text);
        var (link, data) = (_directory.Combine("policy.yaml"), _directory.Combine("..data"));
        File.Delete(data);
        Directory.CreateSymbolicLink(data, version);
        if (!File.Exists(link)) File.CreateSymbolicLink(link, Path.Combine("..data", "policy.yaml"));
    }

    private sealed class Wakes : IPolicyObserver
    {
        public int Count { get; private set; }

        public void PolicyChanged() => Count++;
    }
}
