using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Pdp.Core.Images;
using Pdp.Core.Intents;
using Pdp.Core.Objects;
using Pdp.Core.Policy;
using Pdp.Core.Policy.Model;
using Pdp.Core.Render;
using Pdp.Core.Render.Routes;
using Pdp.Core.Runs;
using Pdp.Core.Tests.Support;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Schema;

namespace Pdp.Core.Tests.Cases;

/// <summary>
/// One case: <c>intent.yaml</c> and what becomes of it. <c>context.yaml</c> says what is unlike the usual cluster; <c>before.yaml</c> is the
/// generation that ran before, beside which steps are taken if the intent asks for them; <c>task.yaml</c> the task of a run, <c>neighbours.yaml</c> the intents it connects to, and <c>live.yaml</c> what happened to its objects since, for cases about plans.
/// </summary>
internal sealed class CaseFolder(string path)
{
    public const string Objects = "objects.yaml";
    public const string Refused = "refused.txt";
    public const string Plan = "plan.json";
    public const string Stages = "stages.txt";

    public static IEnumerable<string> Names =>
        Directory.EnumerateDirectories(Path.Combine(AppContext.BaseDirectory, "Cases")).Select(Path.GetFileName).Order(StringComparer.Ordinal)!;

    public static CaseFolder Built(string name) => new(Path.Combine(AppContext.BaseDirectory, "Cases", name));

    public static CaseFolder Source(string name, [CallerFilePath] string here = "") => new(Path.Combine(Path.GetDirectoryName(here)!, name));

    public string? Read(string file) => File.Exists(Path.Combine(path, file)) ? File.ReadAllText(Path.Combine(path, file)) : null;

    public void Write(string file, string? text)
    {
        if (text is null)
            File.Delete(Path.Combine(path, file));
        else
            File.WriteAllText(Path.Combine(path, file), text);
    }

    /// <summary>What the product makes of the case, by file name; null for a file that must not be there.</summary>
    public IReadOnlyDictionary<string, string?> Actual()
    {
        var rendered = Render(Read("intent.yaml")!);
        return new Dictionary<string, string?>
        {
            [Refused] = rendered.Errors.Count == 0 ? null : string.Concat(rendered.Errors.Select(e => $"{e.Reason} {e}\n")),
            [Objects] = rendered.Errors.Count > 0 ? null : Yaml.Write(rendered.Objects.Concat(OfTests(rendered)).Select(o => o.Manifest)) + Notes(rendered),
            [Stages] = rendered.Errors.Count > 0 ? null : new StagesCase(this).Write(rendered),
            [Plan] = rendered.Errors.Count > 0 ? null : new PlanCase(this).Plan(rendered),
        };
    }

    public RenderResult Render(string yaml)
    {
        var reading = IntentReader.Read(System.Text.Encoding.UTF8.GetBytes(Yaml.Documents(yaml).Single().ToJsonString()));
        if (reading.Intent is not { } intent)
            return new RenderResult { Namespace = "", Errors = reading.Reasons };
        var reasons = IntentRules.Check(intent);
        if (reasons.Count > 0)
            return new RenderResult { Namespace = "", Errors = reasons };

        if (intent.Spec is TaskRunSpec)
        {
            var task = IntentReader.Read(System.Text.Encoding.UTF8.GetBytes(Yaml.Documents(Read("task.yaml")!).Single().ToJsonString())).Intent!;
            (var component, reasons) = RunOfTask.Of(intent, task);
            if (component is null)
                return new RenderResult { Namespace = "", Errors = reasons };
            intent = component;
        }

        var context = Context() with { Connections = new Neighbours(Read("neighbours.yaml") ?? "").ConnectionsOf(intent) };
        var rendered = IntentRenderer.Render(intent, context);
        var denied = PolicyCheck.Check(Support.Policies.Request(rendered, intent.Metadata), context.Policy);
        return denied.Count > 0 ? rendered with { Errors = denied } : rendered;
    }

    private RenderContext Context()
    {
        var usual = new RenderContext { Kinds = new Kinds(), Gateways = new GatewayFacts { Timeouts = true, Cors = true } };
        if (Read("context.yaml") is not { } text)
            return usual;
        var given = Yaml.Documents(text).Single();
        return usual with
        {
            ServerMinor = (int?)given["serverMinor"] ?? usual.ServerMinor,
            Images = [.. (given["images"] as JsonArray ?? []).Select(image =>
                new ResolvedImage((string)image!["container"]!, (string)image["image"]!, (string?)image["digest"]))],
            Kinds = new Kinds(Texts(given["alsoServed"])),
            Gateways = given["httpRouteFields"] is JsonArray fields ? FieldsOf([.. fields.Select(field => (string)field!)]) : usual.Gateways,
            Policy = given["rules"] is { } rules ? AgentPolicy.Of(Read(rules)) : AgentPolicy.Of(PolicyRules.Default with
            {
                Images = new ImageRules { PullSecrets = Texts(given["pullSecrets"]) },
                Services = new ServiceRules { Types = [.. PolicyRules.Default.Services.Types, .. Texts(given["alsoServices"])] },
                PodSecurity = (string?)given["podSecurity"] == "baseline" ? PodSecurityLevel.Baseline : PodSecurityLevel.Restricted,
                Gateways = given["gateways"] is { } gateways
                    ? Read(new JsonObject { ["gateways"] = gateways.DeepClone() }).Gateways
                    : new GatewayRules(),
                Kinds = new KindRules
                {
                    ClusterScoped = (bool?)given["allowClusterScoped"] ?? false,
                    Allow = [.. PolicyRules.Default.Kinds.Allow, .. Texts(given["alsoAllowed"])],
                },
            }),
        };
    }

    private static PolicyRules Read(JsonNode rules) => PolicyDocument.Read(
        new JsonObject { ["apiVersion"] = "pdp.dev/v1", ["kind"] = "Policy", ["rules"] = rules.DeepClone() },
        PolicyRules.Default,
        out _)!.Rules;

    private static GatewayFacts FieldsOf(IReadOnlyList<string> fields) => new()
    {
        Cors = fields.Contains("cors"),
        Retry = fields.Contains("retry"),
        Timeouts = fields.Contains("timeouts"),
    };

    private static string Urls(Protocol.Intents.EndpointStatus endpoint) => string.Concat(
        new[] { ("project", endpoint.Urls.Project), ("organization", endpoint.Urls.Organization), ("public", endpoint.Urls.Public) }
            .Where(url => url.Item2 is not null && url.Item2 != endpoint.Url)
            .Select(url => $"#   {url.Item1}: {url.Item2}\n"));

    private static string[] Texts(JsonNode? list) => [.. (list as JsonArray ?? []).Select(item => (string)item!)];

    private static IEnumerable<DesiredObject> OfTests(RenderResult rendered) =>
        rendered.Tests.SelectMany(test => test.Needs.Append(test.Job)).DistinctBy(o => o.Key.Identity);

    private static string Notes(RenderResult rendered) => string.Concat(
        rendered.Endpoints.Select(e => $"# endpoint {e.Name}: {e.Url}\n" + Urls(e))
            .Concat(rendered.RouteNotes.Select(note => $"# {note.Reason}: {note}\n"))
            .Concat(rendered.Secrets.Concat(rendered.Tests.SelectMany(test => test.Secrets)).SelectMany(s => s.Items.Select(i => $"# secret {s.Manifest.Name} {i.DataKey}: {i.Reference.Store}/{i.Reference.Name}, asked for at {i.Path}\n"))));
}
