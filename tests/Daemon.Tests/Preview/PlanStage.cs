using System.Text;
using System.Text.Json.Nodes;
using Pdp.Core.Ports;
using Pdp.Daemon.Cli;
using Pdp.Daemon.Tests.Harness;
using Pdp.Protocol.Bootstrap;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Preview;

/// <summary>A cluster of its own, so that every write to it is known, with an agent at work in it.</summary>
public sealed class PlanStage : IAsyncLifetime
{
    private readonly TempDirectory _directory = new();

    internal TestCluster Cluster { get; } = new();

    internal TestPlane Plane { get; } = new();

    internal TestAgent Agent { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await Cluster.InitializeAsync();
        Agent = await TestAgent.StartAsync(
            Cluster, Plane, "pdp-system", told => told with { Reconcile = told.Reconcile with { VersionSettle = TimeSpan.FromMilliseconds(300) } });
        await Until.TrueAsync(() => Agent.Get<ILeadership>().IsLeader);
    }

    public async ValueTask DisposeAsync()
    {
        await Agent.DisposeAsync();
        await Cluster.DisposeAsync();
        Plane.Dispose();
        _directory.Dispose();
    }

    /// <summary>Writes a file to be planned.</summary>
    internal string File(string name, string text) => _directory.Write(name, text);

    /// <summary>Runs <c>pdp-agent plan</c> with the plane's bundle.</summary>
    internal Task<(int Code, string Said, string Error)> PlanAsync(string path, params string[] more) =>
        RunAsync(["plan", "-f", path, "--bundle", Bundle(), "--kubeconfig", Cluster.Kubeconfig, .. more]);

    /// <summary>Runs <c>pdp-agent</c>.</summary>
    internal static async Task<(int Code, string Said, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await AgentCommandLine.InvokeAsync(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>Every request that was to write something, leases and events left out.</summary>
    internal IReadOnlyList<string> Writes()
    {
        using var file = new FileStream(Cluster.AuditLog, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file, Encoding.UTF8);
        return
        [
            .. from line in reader.ReadToEnd().Split('\n')
               where line.EndsWith('}')
               let entry = JsonNode.Parse(line)!
               let path = (string)entry["requestURI"]!
               where (string)entry["verb"]! is "create" or "update" or "patch" or "delete" && !path.Contains("dryRun=All", StringComparison.Ordinal)
               where !path.Contains("/leases", StringComparison.Ordinal) && !path.Contains("/events", StringComparison.Ordinal)
               select $"{entry["verb"]} {path}",
        ];
    }

    private string Bundle()
    {
        var path = _directory.Write("bundle.json", Encoding.UTF8.GetString(BootstrapBundleReader.Write(Plane.Bundle)));
        if (!OperatingSystem.IsWindows()) System.IO.File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }
}
