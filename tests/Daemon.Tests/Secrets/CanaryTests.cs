using System.Text;
using System.Text.Json;
using Pdp.Daemon.Hosting.Options;
using Pdp.Daemon.Hosting.Services;
using Pdp.Daemon.Secrets.Files;
using Pdp.Daemon.Tests.Harness;
using Pdp.Daemon.Tests.Secrets.Stage;
using Pdp.Protocol.Intents;
using Pdp.Telemetry;
using Pdp.Testing.Otlp;

namespace Pdp.Daemon.Tests.Secrets;

/// <summary>Values go through rotations, rollbacks and every failure there is, and are found in Secrets and nowhere else.</summary>
public sealed class CanaryTests(TestCluster cluster) : SecretCanaryTest(cluster)
{
    private readonly ScriptedStore _vault = new();
    private OtlpReceiver _collector = null!;

    public override async ValueTask InitializeAsync()
    {
        _collector = await OtlpReceiver.StartAsync(Ct);
        var stores = new ScriptedDefinitions(
            ScriptedDefinitions.Of("vault", _vault, refresh: TimeSpan.FromMilliseconds(100)),
            ScriptedDefinitions.Of("files", _vault, refresh: TimeSpan.FromMilliseconds(100)) with { Options = new FileStoreOptions(Files.Path) });
        await StartAsync(stores, services => services.AddTelemetry(
            new AgentOptions { Otlp = new OtlpOptions { Endpoint = _collector.Address, MetricsInterval = TimeSpan.FromSeconds(1) } }));
        _ = Agent.Get<OtlpExport>();
    }

    [Fact]
    public async Task A_value_is_in_secrets_and_in_nothing_else_the_agent_says_or_writes()
    {
        _vault.Put("whole", "v1", Plant("whole"));
        _vault.Put("json", "v1", $"{{\"good\":{JsonSerializer.Serialize(Plant("property"))},\"other\":\"{Plant("sibling")}\"}}");
        Files.Write("file", Plant("file"));
        SecretReference[] good = [new("vault", "whole"), new("vault", "json", Property: "good"), new("files", "file")];
        // The API server repeats what it was sent.
        var refusals = 2;
        Agent.Api.Before = call =>
        {
            if (call is { Verb: "create", Kind: "Secret" } && call.Name.Contains("--secret-", StringComparison.Ordinal) && refusals-- > 0)
                throw RecordingApi.Refusal(500, "InternalError", $"cannot store {Convert.ToBase64String(Encoding.UTF8.GetBytes(Canaries["whole"].Value))}");
        };
        _vault.Put("pull", "v1", Plant("pull"));
        _vault.Put("pair", "v1", Plant("pair"));
        await Agent.PutAsync(Plane.Component(Id, 1, spec => Made(SecretsTest.Naming(spec, good))));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        Agent.Api.Before = null;

        // Rotations, one of which the store sends nonsense for.
        _vault.Put("json", "v2", "{\"good\":\"" + Plant("broken"));
        await Agent.StatusAsync(Id, status => SecretsTest.Fresh(status)?.Status == "False");
        _vault.Put("json", "v3", $"{{\"good\":{JsonSerializer.Serialize(Plant("again"))}}}");
        Files.Write("file", Plant("rotated"));
        await Agent.StatusAsync(
            Id, status => status.Phase == IntentPhase.Healthy && status.Secrets.Any(s => s.Version == "v3") && SecretsTest.Fresh(status)?.Status == "True");

        // A generation that cannot get what it names, one that fails, and a store whose library talks.
        await Agent.PutAsync(Plane.Component(Id, 2, spec => Broken(SecretsTest.Naming(spec, [.. good, new("vault", "json", Property: "missing")]))));
        await Agent.PhaseAsync(Id, IntentPhase.Waiting, 2);
        await Agent.PutAsync(Plane.Component(Id, 3, spec =>
            SecretsTest.Naming(spec.WithImage("registry.example/broken:3", "r3"), good) with { Rollout = new RolloutSpec { DeadlineSeconds = 5 } }));
        await Agent.StatusAsync(Id, status => status is { Phase: IntentPhase.RolledBack, RunningGeneration: 1 });
        _vault.Failure = new InvalidOperationException($"cannot read {Canaries["whole"].Value}");
        await Agent.StatusAsync(Id, status => status.FailedGeneration == 3);
        await Agent.PutAsync(Plane.Component(Id, 4, spec => SecretsTest.Naming(spec, good)));
        await Agent.StatusAsync(Id, status => status.ObservedGeneration == 4 && SecretsTest.Fresh(status)?.Status == "False");
        await QuietAsync();

        await Until.TrueAsync(() => _collector.Spans.Any(span => span.Name == "fetch secrets" && span.Tags["pdp.secrets"].Contains("vault/whole", StringComparison.Ordinal)));
        await Until.TrueAsync(() => _collector.Metrics.Contains("pdp.agent.secrets.fetches"));
        await FindInSecretsAsync("whole");
        await FindNowhereElseAsync([("traces and metrics by OTLP", _collector.Everything)]);
    }

    // What is made of values shows them in other dresses.
    private static ComponentSpec Made(ComponentSpec spec) => spec with
    {
        PullSecrets = [new() { Registry = "registry.example", Username = "robot", Password = new("vault", "pull") }],
        Containers = spec.Containers.ToDictionary(c => c.Key, c => c.Value with
        {
            Env =
            [
                .. c.Value.Env,
                new EnvVar
                {
                    Name = "MADE",
                    Template = new SecretTemplate
                    {
                        Text = "${a|urlEncode} ${a|jsonString} ${a|base64}",
                        Secrets = new Dictionary<string, SecretReference> { ["a"] = new("vault", "whole") },
                    },
                },
            ],
        }),
    };

    // Values that are nothing of what they are taken for.
    private static ComponentSpec Broken(ComponentSpec spec) => spec with
    {
        PullSecrets = [new() { Document = new("vault", "pull") }],
        Certificates = new Dictionary<string, CertificateSpec>
        {
            ["web"] = new()
            {
                Certificate = new("vault", "pair"),
                Key = new("vault", "pair", Encoding: SecretEncoding.Base64),
                Mounts = new Dictionary<string, string> { ["*"] = "/tls" },
            },
        },
    };

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _collector.DisposeAsync();
    }
}
