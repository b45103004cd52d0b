using YamlDotNet.RepresentationModel;
using static Pdp.Chart.Tests.RenderedChart;

namespace Pdp.Chart.Tests;

/// <summary>The observability API is there only where it is wanted, with the right it needs and one way in.</summary>
public sealed class ObservabilityTests(ChartRenderer renderer) : IClassFixture<ChartRenderer>
{
    private const string Pod = "spec.template.spec";
    private const string On = "enabled: true, tls: { existingSecret: plane-tls }";

    [Fact]
    public async Task Unless_it_is_enabled_nothing_of_it_is_there()
    {
        var (_, output, _) = await renderer.RenderAsync("observability: { expose: { type: Ingress, hosts: [plane.example.com] } }");

        Assert.DoesNotContain("observe", output, StringComparison.Ordinal);
        Assert.DoesNotContain("8443, protocol", output, StringComparison.Ordinal);
        Assert.DoesNotContain("pods/log", output, StringComparison.Ordinal);
        Assert.DoesNotContain(Parse(output).Objects, one => Text(one, "kind") == "Ingress");
        Assert.Empty(List(Parse(output).Only("NetworkPolicy"), "spec.ingress"));
    }

    [Fact]
    public async Task Enabled_it_listens_collects_and_may_read_logs_and_nothing_more()
    {
        var (before, chart) = (await RenderedAsync("enabled: false"), await RenderedAsync($"{On}, origins: [https://console.example.com]"));
        var config = Config(chart);
        foreach (var line in new[]
        {
            "observe-listen: 0.0.0.0:8443", "observe-tls-cert: /var/run/pdp-agent-tls/tls.crt", "observe-directory: /var/lib/pdp-agent/observe",
            "observe-origins: [\"https://console.example.com\"]", "observe-logs-size: 10240", "observe-logs-age: 336h",
        })
            Assert.Contains($"{line}\n", config, StringComparison.Ordinal);

        var more = chart.Rules("ClusterRole").Select(Rule).Except(before.Rules("ClusterRole").Select(Rule));
        Assert.Equal(["\"\"|pods/log|get", "\"\"|events|get,list,watch", "\"metrics.k8s.io\"|pods|get,list"], more);
        var deployment = chart.Only("Deployment");
        Assert.Equal("plane-tls", Text(Volume(deployment, "observe-tls"), "secret.secretName"));
        Assert.Equal("12Gi", Text(Volume(deployment, "observe"), "emptyDir.sizeLimit"));
        var address = List(deployment, $"{Pod}.containers.0.env").Single(one => Text(one, "name") == "PDP_AGENT_OBSERVE_ADDRESS");
        Assert.Equal("status.podIP", Text(address, "valueFrom.fieldRef.fieldPath"));
        Assert.Contains(List(chart.Only("Service"), "spec.ports"), port => Text(port, "targetPort") == "observe");
        Assert.Equal("observe", Text(chart.Only("NetworkPolicy"), "spec.ingress.0.ports.0.port"));
        Assert.Null(At(chart.Only("NetworkPolicy"), "spec.ingress.0.from"));
    }

    [Fact]
    public async Task What_is_collected_can_outlive_the_pod()
    {
        var chart = await RenderedAsync($"{On}, storage: {{ existingClaim: collected }}");

        Assert.Equal("collected", Text(Volume(chart.Only("Deployment"), "observe"), "persistentVolumeClaim.claimName"));
    }

    [Fact]
    public async Task Who_may_reach_the_port_can_be_said_and_replicas_always_may()
    {
        var chart = await RenderedAsync($"{On}, ingressFrom: [{{ namespaceSelector: {{ matchLabels: {{ name: ingress }} }} }}]");

        var from = List(chart.Only("NetworkPolicy"), "spec.ingress.0.from");
        Assert.Equal(["podSelector", "namespaceSelector"], from.Select(peer => ((YamlMappingNode)peer).Children.Keys.Single().ToString()));
    }

    [Theory]
    [InlineData("Ingress", "hosts: [plane.example.com], className: nginx", "spec.rules.0.host", "plane.example.com")]
    [InlineData("HTTPRoute", "hosts: [plane.example.com], parentRefs: [{ name: public }]", "spec.hostnames.0", "plane.example.com")]
    public async Task It_is_reached_by_what_the_customer_has(string type, string more, string path, string host)
    {
        var chart = await RenderedAsync($"{On}, expose: {{ type: {type}, {more} }}");

        Assert.Equal(host, Text(chart.Only(type), path));
    }

    [Fact]
    public async Task A_gateway_that_ends_TLS_is_told_to_speak_it_to_the_agent_and_what_to_believe()
    {
        const string Route = $"{On}, expose: {{ type: HTTPRoute, hosts: [plane.example.com], parentRefs: [{{ name: public }}]";
        Assert.DoesNotContain((await RenderedAsync($"{Route} }}")).Objects, one => Text(one, "kind") == "BackendTLSPolicy");

        var chart = await RenderedAsync($"{Route}, backendTls: {{ enabled: true }} }}");
        var policy = chart.Only("BackendTLSPolicy");
        Assert.Equal(("gateway.networking.k8s.io/v1", "plane.example.com", "System"),
            (Text(policy, "apiVersion"), Text(policy, "spec.validation.hostname"), Text(policy, "spec.validation.wellKnownCACertificates")));
        Assert.Equal((Text(chart.Only("HTTPRoute"), "spec.rules.0.backendRefs.0.name"), "observe"),
            (Text(policy, "spec.targetRefs.0.name"), Text(policy, "spec.targetRefs.0.sectionName")));
        Assert.Contains(List(chart.Only("Service"), "spec.ports"), port => Text(port, "name") == "observe");

        policy = (await RenderedAsync($"{Route}, backendTls: {{ enabled: true, hostname: agent.internal, caConfigMap: plane-ca }} }}")).Only("BackendTLSPolicy");
        Assert.Equal(("agent.internal", "plane-ca", null),
            (Text(policy, "spec.validation.hostname"), Text(policy, "spec.validation.caCertificateRefs.0.name"), At(policy, "spec.validation.wellKnownCACertificates")));
    }

    [Fact]
    public async Task A_load_balancer_leads_to_the_api_and_not_to_health()
    {
        var chart = await RenderedAsync($"{On}, expose: {{ type: LoadBalancer, annotations: {{ internal: \"true\" }} }}");

        var service = chart.Objects.Single(one => Text(one, "spec.type") == "LoadBalancer");
        Assert.Equal(("observe", "true"), (Text(Assert.Single(List(service, "spec.ports")), "targetPort"), Text(service, "metadata.annotations.internal")));
    }

    [Theory]
    [InlineData("enabled: true", "observability.tls.existingSecret")]
    [InlineData($"{On}, expose: {{ type: Ingress }}", "observability.expose.hosts")]
    [InlineData($"{On}, expose: {{ type: HTTPRoute, hosts: [a.example] }}", "observability.expose.parentRefs")]
    [InlineData($"{On}, expose: {{ type: NodePort }}", "observability.expose.type")]
    [InlineData($"{On}, expose: {{ type: LoadBalancer, backendTls: {{ enabled: true }} }}", "observability.expose.backendTls")]
    [InlineData($"{On}, expose: {{ type: HTTPRoute, hosts: [a.example], parentRefs: [{{ name: a }}], backendTls: {{ apiVersion: v1 }} }}", "observability.expose.backendTls.apiVersion")]
    [InlineData($"{On}, origins: [\"*\"]", "observability.origins.0")]
    [InlineData($"{On}, retention: {{ age: 14d }}", "observability.retention.age")]
    [InlineData($"{On}, storage: {{ size: large }}", "observability.storage.size")]
    [InlineData("enable: true", "observability")]
    public async Task A_value_that_cannot_be_meant_is_refused_with_its_path(string values, string path)
    {
        var (code, _, error) = await renderer.RenderAsync($"observability: {{ {values} }}");

        Assert.Equal(1, code);
        Assert.Contains(path, error, StringComparison.Ordinal);
    }

    private async Task<RenderedChart> RenderedAsync(string observability)
    {
        var (code, output, error) = await renderer.RenderAsync($"observability: {{ {observability} }}");
        Assert.True(code == 0, error);
        return Parse(output);
    }

    private static string Rule(YamlMappingNode rule) =>
        $"\"{string.Join(',', Texts(rule, "apiGroups"))}\"|{string.Join(',', Texts(rule, "resources"))}|{string.Join(',', Texts(rule, "verbs"))}";

    private static YamlNode Volume(YamlNode deployment, string name) => List(deployment, $"{Pod}.volumes").Single(one => Text(one, "name") == name);

    private static string Config(RenderedChart chart) => ((YamlMappingNode)At(chart.Only("ConfigMap"), "data")!).Children.Values.Single().ToString();
}
