using Pdp.Testing;

namespace Pdp.LocalCluster.Tests.Kubectl;

/// <summary>An afternoon with kubectl.</summary>
public sealed class TranscriptTests(ITestOutputHelper output)
{
    private const string Catalogue = """
        images:
          - image: talker
            command: ["/bin/sh", "-c", "i=0; while true; do i=$((i+1)); echo says $i; sleep 0.2; done"]
        """;

    private const string Manifest = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        data: {colour: blue}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, labels: {app: web}}
        spec:
          replicas: 2
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              terminationGracePeriodSeconds: 1
              containers:
                - {name: main, image: "talker:v1", env: [{name: COLOUR, value: blue}]}
        """;

    /// <summary>The pods of this one are real processes, so that there are logs to follow.</summary>
    [KubectlFact]
    public async Task An_application_is_deployed_changed_looked_at_and_removed()
    {
        using var home = new TempDirectory();
        await using var cluster = await TestCluster.StartAsync(
            new LocalClusterOptions { CatalogueFile = home.Write("catalogue.yaml", Catalogue), WorkDirectory = home.Combine("work") });
        var kubectl = new KubectlRunner(home, home.Write("kubeconfig", cluster.Server.KubeconfigText), output);
        var first = home.Write("web.yaml", Manifest);
        var second = home.Write(
            "web2.yaml", Manifest.Replace("talker:v1", "talker:v2", StringComparison.Ordinal)
                .Replace("{colour: blue}", "{colour: red}", StringComparison.Ordinal));

        Has(await kubectl.RunAsync("apply", "-f", first), "deployment.apps/web created");
        Has(await kubectl.RunAsync("apply", "-f", first), "deployment.apps/web unchanged");
        Has(await kubectl.RunAsync("rollout", "status", "deployment/web", "--timeout=60s"), "successfully rolled out");
        Has(await kubectl.RunAsync("get", "deployments"), "2/2");
        Has(await kubectl.RunAsync("get", "deployments", "-o", "wide"), "talker:v1");

        var described = await kubectl.RunAsync("describe", "deployment", "web");
        Has(described, "2 desired | 2 updated | 2 total | 2 available | 0 unavailable");
        Has(described, "NewReplicaSetAvailable");

        var pod = (await kubectl.RunAsync("get", "pods", "-l", "app=web", "-o", "name")).Split('\n')[0].Trim();
        await kubectl.UntilAsync(l => l == "says 3", "logs", "-f", pod);
        Has(await kubectl.RunAsync("logs", pod), "says 1");

        var (code, difference) = await kubectl.TryAsync("diff", "-f", second);
        Assert.Equal(1, code);
        Has(difference, "+        image: talker:v2");
        await kubectl.RunAsync("apply", "-f", second);
        await kubectl.RunAsync("rollout", "status", "deployment/web", "--timeout=60s");
        Assert.Equal("red", await kubectl.RunAsync("get", "configmap", "settings", "-o", "jsonpath={.data.colour}"));
        Has(await kubectl.RunAsync("rollout", "undo", "deployment/web"), "rolled back");
        await kubectl.RunAsync("rollout", "status", "deployment/web", "--timeout=60s");
        Assert.Equal(
            "talker:v1", await kubectl.RunAsync("get", "deployment", "web", "-o", "jsonpath={.spec.template.spec.containers[0].image}"));

        await kubectl.RunAsync("scale", "deployment/web", "--replicas=1");
        await kubectl.RunAsync("wait", "--for=condition=Available", "deployment/web", "--timeout=60s");
        await kubectl.RunAsync("patch", "deployment", "web", "-p", """{"spec":{"template":{"spec":{"containers":[{"name":"main","env":[{"name":"SHAPE","value":"round"}]}]}}}}""");
        Assert.Equal(
            "SHAPE COLOUR", await kubectl.RunAsync("get", "deployment", "web", "-o", "jsonpath={.spec.template.spec.containers[0].env[*].name}"));
        await kubectl.RunAsync("patch", "configmap", "settings", "--type=merge", "-p", """{"data":{"shape":"round"}}""");
        await kubectl.RunAsync("patch", "configmap", "settings", "--type=json", "-p", """[{"op":"remove","path":"/data/shape"}]""");

        Has(await kubectl.RunAsync("delete", "-f", first, "--timeout=60s"), "\"web\" deleted");
        await Eventually.TrueAsync(
            async () => !(await kubectl.RunAsync("get", "deployments,replicasets,pods", "-o", "name"))
                .Contains("web", StringComparison.Ordinal), TimeSpan.FromSeconds(30), cancellationToken: TestContext.Current.CancellationToken);
    }

    [KubectlFact]
    public async Task Applying_on_either_side_and_changing_sides_works()
    {
        using var home = new TempDirectory();
        await using var cluster = await TestCluster.StartAsync();
        var kubectl = new KubectlRunner(home, home.Write("kubeconfig", cluster.Server.KubeconfigText), output);
        var manifest = home.Write("web.yaml", Manifest);
        await kubectl.RunAsync("apply", "-f", manifest);
        Has(await kubectl.RunAsync("apply", "--server-side", "-f", manifest), "serverside-applied");

        await cluster.ApplyAsync("/api/v1/namespaces/default/configmaps/settings", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"settings"},"data":{"colour":"green"}}""", "other", force: true);
        var (code, refused) = await kubectl.TryAsync("apply", "--server-side", "-f", manifest);
        Assert.Equal(1, code);
        Has(refused, "conflict with \"other\": .data.colour");
        await kubectl.RunAsync("apply", "--server-side", "--force-conflicts", "-f", manifest);
        Assert.Equal("blue", await kubectl.RunAsync("get", "configmap", "settings", "-o", "jsonpath={.data.colour}"));
        Has(await kubectl.RunAsync("apply", "--dry-run=server", "-f", manifest), "server dry run");
    }

    /// <summary>What kubectl makes itself it sends in its own form, which newer ones have changed to the binary one.</summary>
    [KubectlFact]
    public async Task What_kubectl_makes_itself_arrives_whole()
    {
        using var home = new TempDirectory();
        await using var cluster = await TestCluster.StartAsync();
        var kubectl = new KubectlRunner(home, home.Write("kubeconfig", cluster.Server.KubeconfigText), output);
        await kubectl.RunAsync("create", "namespace", "made");
        await kubectl.RunAsync("create", "configmap", "c", "-n", "made", "--from-literal=a=b");
        await kubectl.RunAsync("create", "secret", "generic", "s", "-n", "made", "--from-literal=password=hunter2");
        await kubectl.RunAsync("create", "serviceaccount", "robot", "-n", "made");
        await kubectl.RunAsync("create", "role", "reader", "-n", "made", "--verb=get,list", "--resource=pods,deployments.apps");
        await kubectl.RunAsync("create", "rolebinding", "reader", "-n", "made", "--role=reader", "--serviceaccount=made:robot");
        await kubectl.RunAsync("create", "deployment", "web", "-n", "made", "--image=app:v1");
        await kubectl.RunAsync("expose", "deployment", "web", "-n", "made", "--port=80", "--target-port=8080");
        await kubectl.RunAsync("create", "job", "once", "-n", "made", "--image=app:v1", "--", "true", "-x");
        await kubectl.RunAsync("create", "quota", "q", "-n", "made", "--hard=cpu=1500m,pods=10");

        async Task Is(string expected, string what, string path) =>
            Assert.Equal(
                expected, await kubectl.RunAsync("get", what.Split('/')[0], what.Split('/')[1], "-n", "made", "-o", "jsonpath=" + path));
        await Is("b", "configmap/c", "{.data.a}");
        await Is("aHVudGVyMg==", "secret/s", "{.data.password}");
        await Is("""["get","list"]""", "role/reader", "{.rules[1].verbs}");
        await Is("robot made", "rolebinding/reader", "{.subjects[0].name} {.subjects[0].namespace}");
        await Is("app:v1 web", "deployment/web", "{.spec.template.spec.containers[0].image} {.spec.selector.matchLabels.app}");
        await Is("80 8080", "service/web", "{.spec.ports[0].port} {.spec.ports[0].targetPort}");
        await Is("""["true","-x"] Never""", "job/once", "{.spec.template.spec.containers[0].command} {.spec.template.spec.restartPolicy}");
        await Is("1500m 10", "resourcequota/q", "{.spec.hard.cpu} {.spec.hard.pods}");
        Has(await kubectl.RunAsync("auth", "can-i", "delete", "pods"), "yes");
        Assert.Equal(
            "no", (await kubectl.TryAsync("auth", "can-i", "delete", "pods", "-n", "made", "--as=system:serviceaccount:made:robot"))
                .Text.Trim());
    }

    [KubectlFact]
    public async Task What_is_served_can_be_listed_and_mistakes_are_explained()
    {
        using var home = new TempDirectory();
        await using var cluster = await TestCluster.StartAsync();
        var kubectl = new KubectlRunner(home, home.Write("kubeconfig", cluster.Server.KubeconfigText), output);
        var resources = await kubectl.RunAsync("api-resources");
        Has(resources, "deployments");
        Has(resources, "customresourcedefinitions");
        Has(await kubectl.RunAsync("get", "nodes"), "Ready");
        var (_, wrong) = await kubectl.TryAsync(
            "apply", "-f", home.Write("wrong.yaml", Manifest.Replace("replicas: 2", "replicaz: 2", StringComparison.Ordinal)));
        Has(wrong, "replicaz");
        var (code, missing) = await kubectl.TryAsync("get", "pod", "nobody");
        Assert.Equal(1, code);
        Has(missing, "pods \"nobody\" not found");
    }

    private static void Has(string text, string part) => Assert.Contains(part, text, StringComparison.Ordinal);
}
