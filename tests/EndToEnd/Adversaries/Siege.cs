using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pdp.EndToEnd.BadInput;
using Pdp.Story;
using Pdp.Story.Staging;
using Pdp.Story.Wire;

namespace Pdp.EndToEnd.Adversaries;

/// <summary>
/// A real agent in an embedded cluster, under a control plane that is an enemy and has the signing key: all that is left between the two is
/// the agent's door and the customer's policy.
/// </summary>
public sealed partial class Siege : IAsyncLifetime
{
    /// <summary>The agent's namespace.</summary>
    public const string Namespace = "pdp-system";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly string _directory = Directory.CreateTempSubdirectory("pdp-siege-").FullName;
    private readonly RogueControlPlane _enemy = new();
    private readonly Stage _stage;
    private ClusterApi? _cluster;
    private AgentProcess? _agent;
    private int _good;

    public Siege()
    {
        var policy = Path.Combine(AppContext.BaseDirectory, "Adversaries", "policy.yaml");
        _stage = new Stage(new StageOptions
        {
            Directory = _directory,
            Plane = Forge.Plane,
            AgentArguments = ["--policy", policy, "--audit-dir", Trail, "--retry-max", "1s", "--log-format", "text"],
        });
    }

    private string Trail => Path.Combine(_directory, "audit");

    /// <summary>The cluster as its administrator sees it.</summary>
    internal ClusterApi Cluster => _cluster!;

    /// <summary>Whether the agent is alive.</summary>
    internal bool Stands => !_agent!.Process!.HasExited;

    /// <summary>The authority of the agent's certificate, PEM.</summary>
    internal string Authority => _enemy.Authority;

    /// <summary>The agent's last words, for when something is wrong.</summary>
    internal string Said => _agent!.Process!.Log.Tail(10);

    public async ValueTask InitializeAsync()
    {
        var ct = TestContext.Current.CancellationToken;
        await _stage.EmbeddedCluster!.StartAsync(ct);
        _cluster = new ClusterApi(Kubeconfig.Read(_stage.Kubeconfig));
        var bundle = new JsonObject
        {
            ["version"] = 1,
            ["planeId"] = Forge.Plane,
            ["token"] = new string('t', 40),
            ["signingKeys"] = new JsonArray(Forge.PublicKey),
        };
        _agent = await _stage.AddStrangerAsync("agent", await _enemy.StartAsync(bundle, ct), Namespace, ct);
        _agent.Start();
        // It brings its namespace and its definition itself; whoever writes an Intent by hand comes after that.
        foreach (var path in new[] { ClusterPaths.Namespace(Namespace), ClusterPaths.Collection("intents", Namespace) })
            await Poll.UntilAsync($"the agent to bring {path}", () => _cluster.GetAsync(path, ct), TimeSpan.FromMinutes(1), ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (_agent is not null) await _agent.DisposeAsync();
        await _enemy.DisposeAsync();
        _cluster?.Dispose();
        await _stage.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>Ends the agent as it should be.</summary>
    /// <returns>The directory of its audit trail.</returns>
    internal async Task<string> EndAsync(CancellationToken ct)
    {
        await _agent!.Process!.StopAsync(ct);
        return Trail;
    }

    /// <summary>Makes every attack of a table.</summary>
    /// <returns>Those that were not answered as they must be, with what the agent said.</returns>
    internal async Task<IReadOnlyList<string>> PlayAsync(IEnumerable<Attack> attacks, CancellationToken ct)
    {
        var wrong = new List<string>();
        foreach (var attack in attacks)
        {
            var answer = await AnswerAsync(attack, ct);
            if (!attack.IsMetBy(answer)) wrong.Add($"{attack.Name}: must name {attack.Expected}, was {answer.ToJsonString()}");
        }

        return wrong;
    }

    /// <summary>Says something and waits for the answer; once more, where the agent had hung up over what was said before.</summary>
    internal async Task<JsonObject> AnswerAsync(Attack attack, CancellationToken ct)
    {
        var (session, mark) = (0, 0);
        return await Poll.UntilAsync(
            $"the agent's answer to {attack.Name}",
            async () =>
            {
                if (session > 0 && _enemy.HeardSince(mark).FirstOrDefault(IsAnswer) is { } answer) return answer;
                if (_enemy.Listening is { } now && now != session)
                {
                    (session, mark) = (now, _enemy.Mark);
                    await _enemy.SayAsync(attack.Frame, ct);
                }

                return null;
            },
            Limit,
            ct);
    }

    /// <summary>A good intent still lands: what is said and what is in the cluster afterwards.</summary>
    internal async Task GoodLandsAsync(CancellationToken ct)
    {
        var id = $"good-{++_good}";
        var answer = await AnswerAsync(Attack.Signed("a good intent", Documents.Manifests(id, Documents.ConfigMap(id)), "stored"), ct);
        Assert.Equal("stored", (string?)answer["outcome"]);
        await Poll.UntilTrueAsync(
            $"{id} to be in the cluster",
            async () => (await Cluster.ListAsync(ClusterPaths.OfIntent("configmaps", id), ct)).Count == 1,
            Limit,
            ct);
    }

    /// <summary>Every path the agent wrote to, or tried to, that belongs to nothing good.</summary>
    internal async Task<IReadOnlyList<string>> BreachesAsync(CancellationToken ct)
    {
        var requests = await new AuditTrail(_stage.EmbeddedCluster!.AuditLog).RequestsAsync(0, ct);
        return
        [
            .. requests.Where(request => request.Verb is "create" or "update" or "patch" or "delete" or "deletecollection")
                .Select(request => $"{request.Verb} {request.Path.Split('?')[0]}")
                .Where(write => !Good().IsMatch(write))
                .Distinct(),
        ];
    }

    private static bool IsAnswer(JsonObject heard) => (string?)heard["type"] is "ack" or "error";

    // The agent's own bookkeeping, the namespace of acme/shop/dev, and whatever is called good.
    [GeneratedRegex(
        """
        ^[a-z]+\ (
          /apis/coordination\.k8s\.io/v1/namespaces/pdp-system/leases(/pdp-agent)?
        | /api(s/events\.k8s\.io)?/v1/namespaces/pdp-system/events(/[^/]+)?
        | /apis/apiextensions\.k8s\.io/v1/customresourcedefinitions/intents\.pdp\.dev
        | /apis/pdp\.dev/v1/namespaces/pdp-system/intents/good-[^/]+(/status)?
        | /api/v1/namespaces/pdp-system(/secrets(/pdp-agent-identity|/pdp-revision-good-[^/]+)?|/configmaps|/configmaps/pdp-agent-removed)?
        | /api/v1/namespaces/dp-acme-shop-dev-xomsvqkjewml(/configmaps/good-[^/]+)?
        )$
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Good();
}
