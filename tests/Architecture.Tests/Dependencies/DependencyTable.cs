using static Pdp.Architecture.Tests.Dependencies.Platform;

namespace Pdp.Architecture.Tests.Dependencies;

/// <summary>The dependency table of docs/architecture.md. Change both together.</summary>
internal static class DependencyTable
{
    private static readonly Part Yaml = Part.Library("YamlDotNet");
    private static readonly Part Serilog = Part.Group(
        "Serilog", Part.Library("Serilog"), Part.Library("Serilog.Extensions.Logging"), Part.Library("Serilog.Sinks.Console"));

    private static readonly Part Azure = Part.Group(
        "Azure SDK", Part.Library("Azure.Core"), Part.Library("Azure.Identity"), Part.Library("Azure.Security.KeyVault.Secrets"));

    private static readonly Part OpenTelemetry = Part.Group(
        "OpenTelemetry", Part.Library("OpenTelemetry"), Part.Library("OpenTelemetry.Api"), Part.Library("OpenTelemetry.Exporter.OpenTelemetryProtocol"));

    private static readonly Part CommandLine = Part.Library("System.CommandLine");
    private static readonly Part Sqlite = Part.Group(
        "SQLite", Part.Library("Microsoft.Data.Sqlite"), Part.Library("SQLitePCLRaw.core"), Part.Library("SQLitePCLRaw.batteries_v2"));

    private static readonly Part Database = Part.Group("SQLite, PostgreSQL", Part.Library("Dapper"), Part.Library("Npgsql"), Sqlite);

    private static readonly Part[] ContractAndSharedCore = [BaseLibrary, "Pdp.Protocol", "Pdp.Core.Objects", "Pdp.Core.Images", "Pdp.Core.Connections", "Pdp.Core.Ports"];

    /// <summary>Every row.</summary>
    public static readonly IReadOnlyList<Room> Rooms =
    [
        new("Pdp.Protocol") { May = [BaseLibrary] },
        new("Pdp.Kubernetes") { May = [BaseLibrary, Yaml] },

        new("Pdp.Core.Objects") { May = [BaseLibrary, "Pdp.Protocol"], Never = [InputOutput] },
        new("Pdp.Core.Secrets") { May = [BaseLibrary, "Pdp.Protocol"], Never = [InputOutput] },
        new("Pdp.Core.Images") { May = [BaseLibrary, "Pdp.Protocol", "Pdp.Core.Objects"], Never = [InputOutput] },
        new("Pdp.Core.Connections") { May = [BaseLibrary, "Pdp.Protocol", "Pdp.Core.Objects"], Never = [InputOutput] },
        new("Pdp.Core.Ports") { May = [BaseLibrary, "Pdp.Protocol", "Pdp.Core.Objects", "Pdp.Core.Images", "Pdp.Core.Secrets"] },
        new("Pdp.Core.Intents") { May = [.. ContractAndSharedCore], Never = [InputOutput, "Pdp.Core.Render", "Pdp.Core.Plan"] },
        new("Pdp.Core.Policy") { May = [.. ContractAndSharedCore, "Pdp.Core.Intents"], Never = [InputOutput] },
        new("Pdp.Core.Analysis") { May = [BaseLibrary, "Pdp.Protocol", "Pdp.Core.Objects"], Never = [InputOutput] },
        Decision("Pdp.Core.Render"),
        Decision("Pdp.Core.Plan"),
        Decision("Pdp.Core.Health"),
        Decision("Pdp.Core.Rollout"),
        Decision("Pdp.Core.Routing"),
        new("Pdp.Core.Runs") { May = [.. ContractAndSharedCore, "Pdp.Core.Health"], Never = [InputOutput, "Pdp.Core.Secrets"] },
        new("Pdp.Core.Logs") { May = [BaseLibrary], Never = [InputOutput] },
        new("Pdp.Core.Packing") { May = [BaseLibrary] },
        new("Pdp.Core.PromQl") { May = [BaseLibrary], Never = [InputOutput] },
        new("Pdp.Core.Flux")
        {
            May = [.. ContractAndSharedCore, "Pdp.Core.Intents", Part.Face("Pdp.Core.Render"), Yaml],
            Never = [InputOutput, "Pdp.Core.Plan"],
        },

        new("Pdp.Telemetry") { May = [BaseLibrary, OpenTelemetry], Never = [ProcessEnvironment] },
        new("Pdp.LogStore") { May = [BaseLibrary, Sqlite, "Pdp.Core.Packing", "Pdp.Core.Logs"], Never = [ProcessEnvironment] },
        new("Pdp.PlaneStore") { May = [BaseLibrary, Sqlite, "Pdp.Core.Packing", "Pdp.Core.Logs", "Pdp.Protocol"], Never = [ProcessEnvironment] },
        new("Pdp.Observability")
        {
            May = [BaseLibrary, AspNetCore, "Pdp.PlaneStore", "Pdp.Protocol", "Pdp.Core.Analysis", "Pdp.Core.Logs", "Pdp.Core.PromQl", "Pdp.Core.Objects", "Pdp.Core.Ports", "Pdp.LogStore"],
            Never = [ProcessEnvironment],
        },

        Daemon("Pdp.Daemon.Tracing", ["Pdp.Protocol", "Pdp.Core.Ports"]),
        Daemon("Pdp.Daemon.Channel", ["Pdp.Protocol", "Pdp.Core.Ports"]),
        Daemon("Pdp.Daemon.Documents", ["Pdp.Protocol", "Pdp.Core"]),
        Daemon("Pdp.Daemon.Intake", ["Pdp.Protocol", "Pdp.Core", "Pdp.Daemon.Documents"]),
        Daemon("Pdp.Daemon.Reconcile", ["Pdp.Protocol", "Pdp.Core", "Pdp.Daemon.Documents"]),
        Daemon("Pdp.Daemon.Routing", ["Pdp.Protocol", "Pdp.Core", "Pdp.Kubernetes", "Pdp.Daemon.Cluster", "Pdp.Daemon.Reconcile"]),
        Daemon(
            "Pdp.Daemon.Preview",
            ["Pdp.Protocol", "Pdp.Core", "Pdp.Daemon.Documents", "Pdp.Daemon.Intake", "Pdp.Daemon.Policy", "Pdp.Daemon.Reconcile", "Pdp.Daemon.Routing"]),
        Daemon("Pdp.Daemon.Status", ["Pdp.Protocol", "Pdp.Core.Ports"]),
        Daemon("Pdp.Daemon.Cluster", ["Pdp.Protocol", "Pdp.Core", "Pdp.Kubernetes"]),
        Daemon("Pdp.Daemon.Audit", ["Pdp.Protocol", "Pdp.Core.Objects", "Pdp.Core.Ports", "Pdp.Core.Secrets", "Pdp.Kubernetes"]),
        Daemon("Pdp.Daemon.Policy", ["Pdp.Protocol", "Pdp.Core.Policy", "Pdp.Core.Ports", Yaml]),
        Daemon("Pdp.Daemon.Configuration", [Yaml]),
        Daemon("Pdp.Daemon.Secrets", ["Pdp.Protocol", "Pdp.Core.Ports", "Pdp.Core.Secrets", "Pdp.Daemon.Configuration", "Pdp.Daemon.Outbound", Azure, Yaml]),
        Daemon("Pdp.Daemon.Images", ["Pdp.Protocol", "Pdp.Core.Images", "Pdp.Core.Ports", "Pdp.Daemon.Configuration", "Pdp.Daemon.Outbound", Yaml]),
        Daemon("Pdp.Daemon.Outbound", ["Pdp.Protocol"]),
        Daemon("Pdp.Daemon.Analysis", ["Pdp.Protocol", "Pdp.Core.Analysis"]),
        Daemon("Pdp.Daemon.Messaging", ["Pdp.Protocol", "Pdp.Core.Ports"]),
        Daemon("Pdp.Daemon.Identity", ["Pdp.Protocol", "Pdp.Core.Ports", "Pdp.Daemon.Channel"]),
        Daemon(
            "Pdp.Daemon.Observability",
            [
                "Pdp.Protocol", "Pdp.Core.Ports", "Pdp.Core.Analysis", "Pdp.Core.Logs", "Pdp.Core.Objects", "Pdp.Core.Health", "Pdp.Core.Runs", Part.Face("Pdp.Core.Render"),
                "Pdp.Kubernetes", "Pdp.LogStore", "Pdp.Observability", "Pdp.PlaneStore", "Pdp.Daemon.Analysis", "Pdp.Daemon.Cluster", "Pdp.Daemon.Documents", AspNetCore,
            ]),
        new("Pdp.Daemon.Cli") { May = [BaseLibrary, AspNetCore, CommandLine, "Pdp.Daemon.Hosting", "Pdp.Daemon.Audit", "Pdp.Daemon.Preview", "Pdp.Protocol"] },
        new("Pdp.Daemon.Hosting")
        {
            May = [BaseLibrary, AspNetCore, Serilog, Yaml, "Pdp.Protocol", "Pdp.Core", "Pdp.Kubernetes", "Pdp.LogStore", "Pdp.Observability", "Pdp.PlaneStore", "Pdp.Telemetry", "Pdp.Daemon"],
        },

        new("Pdp.ControlStub")
        {
            May = [BaseLibrary, AspNetCore, Serilog, CommandLine, Yaml, Database, "Pdp.Protocol", "Pdp.Telemetry"],
            Never = ["Pdp.Core", "Pdp.Daemon", "Pdp.Kubernetes"],
        },
        new("Pdp.LocalCluster") { May = [BaseLibrary, AspNetCore, Yaml] },
    ];

    /// <summary>The pure decisions: each sees the intents, the policy and the public face of the others.</summary>
    private static Room Decision(string ns) => new(ns)
    {
        May =
        [
            .. ContractAndSharedCore, "Pdp.Core.Intents", "Pdp.Core.Policy", Part.Face("Pdp.Core.Render"), Part.Face("Pdp.Core.Plan"),
            Part.Face("Pdp.Core.Health"), Part.Face("Pdp.Core.Rollout"), Part.Face("Pdp.Core.Routing"),
            Part.Face("Pdp.Core.Runs"), Part.Face("Pdp.Core.Analysis"),
        ],
        Never = [InputOutput, "Pdp.Core.Secrets"],
    };

    /// <summary>A part of the process: it meets the others through ports, and Hosting puts it together.</summary>
    private static Room Daemon(string ns, IReadOnlyList<Part> may) => new(ns)
    {
        May = [BaseLibrary, Extensions, "Pdp.Daemon.Tracing", .. may],
        Never = [ProcessEnvironment],
    };
}
