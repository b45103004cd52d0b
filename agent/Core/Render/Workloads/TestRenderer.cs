using System.Text.Json.Nodes;
using Pdp.Core.Connections;
using Pdp.Core.Objects;
using Pdp.Core.Render.Network;
using Pdp.Core.Render.Routes;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render.Workloads;

/// <summary>
/// Renders the tests of a blue-green rollout. A test is rendered as a task of the component would be: with its configuration, connections and service account,
/// secrets and files of its own, and one connection more for each endpoint, which leads to the new revision.
/// </summary>
/// <param name="component">The component, its revision known.</param>
/// <param name="objects">What is rendered of it already.</param>
internal sealed class TestRenderer(ComponentScope component, IReadOnlyList<DesiredObject> objects)
{
    private const string NameLabel = "app.kubernetes.io/name";

    /// <summary>The tests; none where nothing is switched over.</summary>
    public IReadOnlyList<RenderedTest> Render() =>
        component is { Spec.Rollout.Strategy: RolloutStrategy.BlueGreen, Spec.State: ComponentState.Active, Revision: not null }
            ? [.. component.Spec.Rollout.Tests.Select(Render)]
            : [];

    private RenderedTest Render(RolloutTestSpec test)
    {
        var scope = new ComponentScope(component.Metadata, SpecOf(test), component.Namespace, ContextOf());
        var (config, secrets) = (new ConfigRenderer(scope), new SecretRenderer(scope));
        var template = Mark(new PodRenderer(scope, config, secrets).Render(), test);
        var known = objects.Select(o => o.Key.Identity).ToHashSet();
        IEnumerable<DesiredObject> needs =
        [
            .. Cell.IsIsolated(scope.Context) ? new EgressRenderer(scope).Render() : [],
            .. config.Render(),
            .. secrets.All.Select(secret => secret.Manifest),
        ];
        return new RenderedTest
        {
            Name = test.Name,
            Job = JobOf(scope, test, template),
            Needs = [.. needs.Where(o => !known.Contains(o.Key.Identity))],
            Secrets = [.. secrets.All.Select(secret => AskedFor(secret.Placeholder, test)).Where(secret => !known.Contains(secret.Manifest.Identity))],
        };
    }

    // Where its secrets stand in the document, which has no such container.
    private SecretPlaceholder AskedFor(SecretPlaceholder secret, RolloutTestSpec test)
    {
        var (here, place) = ($"spec.containers.{test.Name}.", $"spec.rollout.tests[{component.Spec.Rollout.Tests.Index().First(one => one.Item == test).Index}].");
        return secret with { Items = [.. secret.Items.Select(item => item with { Path = item.Path.Replace(here, place, StringComparison.Ordinal) })] };
    }

    // Whatever changes about what runs is another Job, for the template of one never can.
    private DesiredObject JobOf(ComponentScope scope, RolloutTestSpec test, JsonObject template)
    {
        var hash = ObjectNames.HashOf(new JsonArray(test.Name, component.Revision, template.DeepClone()));
        return scope.Object(
            "batch/v1", "Job", scope.Names.Hashed("test", hash), Marked(scope.Labels.Workload(), test), scope.Metadata.Annotations,
            ("spec", JobRenderer.Spec(scope.Spec.Task!, template)));
    }

    private JsonObject Mark(JsonObject template, RolloutTestSpec test)
    {
        var labels = template["metadata"]!["labels"]!.AsObject().ToDictionary(label => label.Key, label => (string)label.Value!);
        template["metadata"]!["labels"] = Sparse.Map(Marked(labels, test));
        return template;
    }

    // Services, Deployments and budgets select by that name; a test is none of their pods.
    private Dictionary<string, string> Marked(Dictionary<string, string> labels, RolloutTestSpec test)
    {
        labels[NameLabel] = component.Names.Beside("test");
        labels[ManagedMetadata.TestLabel] = test.Name;
        return labels;
    }

    private ComponentSpec SpecOf(RolloutTestSpec test) => new()
    {
        Type = ComponentType.ManualTask,
        Release = component.Spec.Release,
        Config = component.Spec.Config,
        PullSecrets = component.Spec.PullSecrets,
        Connections = component.Spec.Connections.Concat(component.Endpoints.Select(endpoint => KeyValuePair.Create(
            NameOf(endpoint.Key), new ConnectionSpec { Env = PreviewVariables.Of(endpoint.Key, component.Endpoints.Count == 1) }))).ToDictionary(),
        Containers = new Dictionary<string, ContainerSpec>
        {
            [test.Name] = new()
            {
                Image = test.Image,
                Command = test.Command,
                Args = test.Args,
                Env = test.Env,
                Files = test.Files,
                Resources = test.Resources,
                RunAsUser = test.RunAsUser,
            },
        },
        Task = new TaskSpec { TimeoutSeconds = test.TimeoutSeconds, Retries = test.Retries },
    };

    private RenderContext ContextOf() => component.Context with
    {
        Connections = component.Context.Connections
            .Concat(component.Endpoints.Select(endpoint => KeyValuePair.Create(NameOf(endpoint.Key), PreviewOf(endpoint.Key, endpoint.Value))))
            .ToDictionary(),
    };

    // No connection of a document can be called so.
    private static string NameOf(string endpoint) => $"preview/{endpoint}";

    private ResolvedConnection PreviewOf(string name, EndpointSpec endpoint)
    {
        var scheme = Schemes.Of(endpoint.Protocol, isTls: false);
        var host = $"{component.Names.Beside("preview")}.{component.Namespace}.svc.{component.Context.ClusterDomain}";
        return new ResolvedConnection
        {
            Url = $"{scheme}://{host}:{endpoint.Port}{endpoint.BasePath}",
            Scheme = scheme,
            Host = host,
            Port = endpoint.Port,
            BasePath = endpoint.BasePath ?? "",
            Provider = new ConnectionProvider(
                EndpointKey.Of(component.Metadata, name)[0], component.Namespace, endpoint.Protocol, TargetPorts.Of(endpoint, component).PortName),
        };
    }
}
