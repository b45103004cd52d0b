using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Pdp.Core.Ports;
using Pdp.Daemon.Identity;
using Pdp.Daemon.Observability.Metrics;
using Pdp.Daemon.Tests.Channel.Stage;
using Pdp.Daemon.Tests.Identity.Stage;
using Pdp.Daemon.Tests.Secrets.Stage;
using Pdp.Protocol.Frames;

namespace Pdp.Daemon.Tests.Identity;

/// <summary>Keys and tokens go through everything that can go wrong, and are found in the store and nowhere else.</summary>
public sealed class IdentityCanaryTests : IdentityTest
{
    private readonly EverythingLogged _log = new();
    private readonly Records _records = new();
    private readonly ConcurrentBag<string> _keys = [];
    private readonly StringBuilder _said = new();

    [Fact]
    public async Task No_key_and_no_token_is_in_anything_the_agent_says()
    {
        string[] tokens = [Bundle.Token, ""];
        var failures = 3;
        Store.BeforeWrite = fields =>
        {
            foreach (var name in new[] { "tls.key", "pending.key" }.Where(fields.ContainsKey)) _keys.Add(fields[name]);
            if (Interlocked.Decrement(ref failures) >= 0) throw MemoryStore.Away;
        };
        await using (var agent = RunListened())
        {
            var session = await Server.NextAsync();
            await ListenAsync(agent);
            Server.RevokeAll();
            await session.EndAsync(GoodbyeReason.Revoked);
            await LoggedAsync(agent, 2103);
            await ListenAsync(agent);
            Put(Server.NewBundle());
            tokens[1] = Bundle.Token;
            Server.IsBehindBalancer = true;
            await Server.NextAsync();
            await ListenAsync(agent);
        }
        Clock.Offset = Server.Clock.Offset = TimeSpan.FromDays(3);
        await using (var agent = RunListened())
        {
            await Server.NextAsync();
            await ListenAsync(agent);
        }

        var said = $"{_said}\n{_log}\n{string.Join('\n', _records.All)}";
        Assert.Contains("Enrolled", said, StringComparison.Ordinal);
        Assert.Contains("pdp_agent_identity_certificate_expiry_seconds", said, StringComparison.Ordinal);
        Assert.True(_keys.Distinct().Count() >= 3);
        Assert.All(tokens.SelectMany(FormsOf).Concat(_keys.Distinct().SelectMany(KeyForms)), form => Assert.DoesNotContain(form, said, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task What_holds_a_key_does_not_print_it()
    {
        await using var agent = Run();
        await Server.NextAsync();
        var keeper = agent.Get<IdentityKeeper>();

        var printed = $"{keeper.Identity} {keeper.Identity! with { Pending = new PendingKey(keeper.Identity.Key!, PendingKey.Renewal) }} {keeper.Active} "
            + $"{new PendingKey(keeper.Identity.Key!, "x")} {await Store.ReadAsync(Ct)} {agent.Get<BundleSource>().Last}";

        Assert.All(FormsOf(Bundle.Token).Concat(KeyForms(keeper.Identity.Key!)), form => Assert.DoesNotContain(form, printed, StringComparison.OrdinalIgnoreCase));
    }

    private RunningChannel RunListened() => Run(services =>
    {
        services.AddSingleton<IAgentEvents>(_records).AddSingleton<IAuditTrail>(_records).AddSingleton<IMetricsText, PrometheusMetrics>()
            .AddSingleton<IdentityHealth>().AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_log));
    });

    private async Task ListenAsync(RunningChannel agent)
    {
        _said.AppendLine((await agent.Get<IdentityHealth>().CheckHealthAsync(new HealthCheckContext(), Ct)).Description);
        _said.AppendLine(agent.Get<IMetricsText>().Write());
    }

    private static IEnumerable<string> FormsOf(string secret) =>
    [
        secret,
        Convert.ToHexString(Encoding.UTF8.GetBytes(secret)),
        // Inside something longer, base64 depends on where it begins; the middle of each is always the same.
        .. Enumerable.Range(0, 3).Select(shift => Convert.ToBase64String([.. new byte[shift], .. Encoding.UTF8.GetBytes(secret)])[8..^6]),
    ];

    private static IEnumerable<string> KeyForms(string pem)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(pem);
        var secret = key.ExportParameters(includePrivateParameters: true).D!;
        return
        [
            Convert.ToHexString(secret),
            .. Enumerable.Range(0, 3).Select(shift => Convert.ToBase64String([.. new byte[shift], .. secret])[8..^6]),
            .. Enumerable.Range(0, 3).Select(shift => Protocol.Signatures.StrictBase64Url.Encode([.. new byte[shift], .. secret])[8..^6]),
            .. pem.Split('\n').Where(line => line.Length > 20 && !line.StartsWith("-----", StringComparison.Ordinal)).Take(1).Select(line => line[36..]),
        ];
    }

    private sealed class Records : IAgentEvents, IAuditTrail
    {
        public ConcurrentQueue<string> All { get; } = new();

        public void Note(bool isWarning, string reason, string message) => All.Enqueue($"{reason} {message}");

        public Task RecordAsync(AuditEvent happened)
        {
            All.Enqueue(happened.ToString());
            return Task.CompletedTask;
        }
    }
}
