using System.Globalization;
using System.Text;
using Pdp.Kubernetes;
using Pdp.LocalCluster.Node.Containers;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Observability.Collection;

/// <summary>A pod of the cluster whose program is the test.</summary>
internal sealed class PlayedPod(LoggingCluster cluster, string name)
{
    private int _restarts;

    public string Name => name;

    /// <summary>Its container as it runs now.</summary>
    public PlayedContainer Container => cluster.Server.Container("default", name, "main") ?? throw new InvalidOperationException("It does not run now.");

    /// <summary>Writes lines, all at one time.</summary>
    public void Write(IEnumerable<string> lines, DateTimeOffset? at = null) => Container.Write(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))), at);

    /// <summary>The container dies and runs again, and the pod's status says so.</summary>
    public async Task RestartAsync()
    {
        Container.Kill();
        await RunningAsync(++_restarts);
    }

    /// <summary>Until it runs, after so many restarts.</summary>
    public Task RunningAsync(int restarts) => Eventually.TrueAsync(
        async () =>
        {
            var reference = new ObjectReference(new GroupVersionKind("", "v1", "Pod"), "default", name);
            var status = (await cluster.Api.GetAsync(reference, TestContext.Current.CancellationToken))?["status"]?["containerStatuses"]?[0];
            return status?["state"]?["running"] is not null && ((int?)status["restartCount"])?.ToString(CultureInfo.InvariantCulture) == restarts.ToString(CultureInfo.InvariantCulture);
        },
        what: $"{name} runs after {restarts} restarts",
        cancellationToken: TestContext.Current.CancellationToken);
}
