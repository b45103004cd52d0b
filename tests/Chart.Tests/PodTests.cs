using YamlDotNet.RepresentationModel;
using static Pdp.Chart.Tests.RenderedChart;

namespace Pdp.Chart.Tests;

/// <summary>The agent's own pod keeps to Pod Security <c>restricted</c>, and its configuration says what its rights say.</summary>
public sealed class PodTests(ChartRenderer renderer) : IClassFixture<ChartRenderer>
{
    private const string Pod = "spec.template.spec";
    private const string Container = Pod + ".containers.0";

    [Fact]
    public async Task It_runs_as_nobody_on_a_read_only_file_system_without_privileges()
    {
        var deployment = Parse((await renderer.RenderAsync()).Output).Only("Deployment");
        Assert.Equal("true", Text(deployment, $"{Pod}.securityContext.runAsNonRoot"));
        Assert.Equal("RuntimeDefault", Text(deployment, $"{Pod}.securityContext.seccompProfile.type"));
        Assert.Equal("true", Text(deployment, $"{Container}.securityContext.readOnlyRootFilesystem"));
        Assert.Equal("false", Text(deployment, $"{Container}.securityContext.allowPrivilegeEscalation"));
        Assert.Equal(["ALL"], Texts(deployment, $"{Container}.securityContext.capabilities.drop"));
        Assert.Null(At(deployment, $"{Pod}.hostNetwork"));
        Assert.DoesNotContain(List(deployment, $"{Pod}.volumes"), volume => At(volume, "hostPath") is not null);
    }

    [Fact]
    public async Task Its_policy_and_its_rights_come_from_the_same_list()
    {
        var chart = Parse((await renderer.RenderAsync("kinds: [{ group: apps, kind: Deployment, resource: deployments }]")).Output);
        Assert.Contains("policy-allowed-kinds: [\"Namespace\",\"apps/Deployment\"]", Data(chart.Only("ConfigMap")), StringComparison.Ordinal);
        Assert.Contains(chart.Rules("ClusterRole"), rule => Texts(rule, "resources") is ["deployments"]);
        Assert.DoesNotContain(chart.Rules("ClusterRole"), rule => Texts(rule, "resources").Contains("statefulsets"));
    }

    [Fact]
    public async Task Its_identity_is_kept_in_a_secret_that_is_made_empty_and_outlives_the_release()
    {
        var chart = Parse((await renderer.RenderAsync()).Output);
        var secret = chart.Only("Secret");
        Assert.Equal("keep", ((YamlScalarNode)((YamlMappingNode)At(secret, "metadata.annotations")!).Children["helm.sh/resource-policy"]).Value);
        Assert.Null(At(secret, "data"));
        Assert.Null(At(secret, "stringData"));
        Assert.Contains($"identity-secret: {Text(secret, "metadata.name")}\n", Data(chart.Only("ConfigMap")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_customers_policy_is_a_file_of_its_own_that_needs_no_restart()
    {
        const string Values = "policy: { rules: { maxReplicas: 5 }, projects: [{ places: [acme], rules: {} }] }";
        var chart = Parse((await renderer.RenderAsync(Values)).Output);
        var file = Data(chart.Objects.Single(o => Text(o, "metadata.name") == "pdp-agent-policy"));
        Assert.StartsWith("apiVersion: pdp.dev/v1\nkind: Policy\n", file, StringComparison.Ordinal);
        Assert.Contains("rules:\n  maxReplicas: 5\n", file, StringComparison.Ordinal);

        var (one, other) = (chart.Only("Deployment"), Parse((await renderer.RenderAsync(Values.Replace("5", "6", StringComparison.Ordinal))).Output).Only("Deployment"));
        Assert.Contains(List(one, $"{Container}.volumeMounts"), mount => Text(mount, "mountPath") == "/etc/pdp-agent-policy");
        Assert.Equal(
            Text(one, "spec.template.metadata.annotations.checksum/config"), Text(other, "spec.template.metadata.annotations.checksum/config"));
    }

    [Fact]
    public async Task Secret_stores_are_a_file_of_their_own_and_their_files_are_mounted_where_they_say()
    {
        const string Values = """
            secretStores: [{ name: vault, files: { directory: /var/run/pdp-secrets/vault }, allow: [{ project: shop }] }]
            secretMounts: [{ name: vault, volume: { secret: { secretName: shop-secrets } } }]
            """;
        var chart = Parse((await renderer.RenderAsync(Values)).Output);
        var file = Data(chart.Objects.Single(o => Text(o, "metadata.name") == "pdp-agent-secret-stores"));
        Assert.Contains("directory: /var/run/pdp-secrets/vault", file, StringComparison.Ordinal);
        var deployment = chart.Only("Deployment");
        Assert.Contains(List(deployment, $"{Container}.volumeMounts"), mount => Text(mount, "mountPath") == "/var/run/pdp-secrets/vault");
        Assert.Contains(List(deployment, $"{Pod}.volumes"), volume => Text(volume, "secret.secretName") == "shop-secrets");
        var config = Data(chart.Objects.Single(o => Text(o, "kind") == "ConfigMap" && Text(o, "metadata.name") == "pdp-agent"));
        Assert.Contains("secret-stores: /etc/pdp-agent-secret-stores/secret-stores.yaml", config, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Registries_are_a_file_of_their_own_and_their_ports_are_open_only_where_there_are_some()
    {
        const string Values = """
            registries: [{ host: "registry.example.com:5000", caFile: /var/run/pdp-registries/example/ca.crt, tokenHosts: [auth.example.com] }]
            registryMounts: [{ name: example, volume: { secret: { secretName: registry-example } } }]
            networkPolicy: { registryPorts: [5000] }
            """;
        var chart = Parse((await renderer.RenderAsync(Values)).Output);
        var file = Data(chart.Objects.Single(o => Text(o, "metadata.name") == "pdp-agent-registries"));
        Assert.Contains("host: registry.example.com:5000", file, StringComparison.Ordinal);
        var deployment = chart.Only("Deployment");
        Assert.Contains(List(deployment, $"{Container}.volumeMounts"), mount => Text(mount, "mountPath") == "/var/run/pdp-registries/example");
        Assert.Contains(List(deployment, $"{Pod}.volumes"), volume => Text(volume, "secret.secretName") == "registry-example");
        var config = Data(chart.Objects.Single(o => Text(o, "kind") == "ConfigMap" && Text(o, "metadata.name") == "pdp-agent"));
        Assert.Contains("registries: /etc/pdp-agent-registries/registries.yaml", config, StringComparison.Ordinal);
        Assert.Contains("5000", Ports(chart));

        var without = Parse((await renderer.RenderAsync("networkPolicy: { registryPorts: [5000] }")).Output);
        Assert.DoesNotContain("5000", Ports(without));
    }

    [Fact]
    public async Task The_audit_trail_has_a_volume_and_goes_to_standard_output_unless_told_otherwise()
    {
        var chart = Parse((await renderer.RenderAsync()).Output);
        Assert.Contains("audit-dir: /var/lib/pdp-agent/audit\naudit-stdout: true", Data(chart.Only("ConfigMap")), StringComparison.Ordinal);
        var volume = List(chart.Only("Deployment"), $"{Pod}.volumes").Single(v => Text(v, "name") == "audit");
        Assert.NotNull(At(volume, "emptyDir"));

        chart = Parse((await renderer.RenderAsync("audit: { existingClaim: trail, stdout: false }")).Output);
        volume = List(chart.Only("Deployment"), $"{Pod}.volumes").Single(v => Text(v, "name") == "audit");
        Assert.Equal("trail", Text(volume, "persistentVolumeClaim.claimName"));
        Assert.Contains("audit-stdout: false", Data(chart.Only("ConfigMap")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("otlp-endpoint: \"http://collector:4318\"", "4318")]
    [InlineData("observe-loki-url: \"http://loki:3100\"", "3100")]
    public async Task The_way_out_to_what_is_configured_is_open_and_else_closed(string option, string port)
    {
        Assert.DoesNotContain(port, Ports(Parse((await renderer.RenderAsync("replicas: 2")).Output)));
        Assert.Contains(port, Ports(Parse((await renderer.RenderAsync($"config: {{ {option} }}")).Output)));
    }

    [Fact]
    public async Task A_digest_wins_over_a_tag()
    {
        var digest = $"sha256:{new string('a', 64)}";
        var (_, output, _) = await renderer.RenderAsync($"image: {{ repository: registry.example.com/agent, tag: v9, digest: \"{digest}\" }}");
        Assert.Equal($"registry.example.com/agent@{digest}", Text(Parse(output).Only("Deployment"), $"{Container}.image"));
    }

    [Theory]
    [InlineData("replicas: 0", "replicas")]
    [InlineData("replica: 2", "replica")]
    [InlineData("secretStores: [{ name: vault, files: { directory: /x } }]", "secretStores.0")]
    [InlineData("secretMounts: [{ name: x, volume: { hostPath: { path: / } } }]", "secretMounts.0.volume")]
    [InlineData("registries: [{ endpoint: \"https://registry.example.com\" }]", "registries.0")]
    [InlineData("registries: [{ host: a.example, endpoint: \"http://a.example\" }]", "registries.0.endpoint")]
    [InlineData("config: { registries: /elsewhere }", "config")]
    [InlineData("image: { digest: latest }", "image.digest")]
    [InlineData("config: { namespace: elsewhere }", "config")]
    [InlineData("proxy: { url: \"http://user:secret@proxy:3128\" }", "proxy.url")]
    [InlineData("podSecurity: strict", "podSecurity")]
    [InlineData("policy: { rules: { podSecurity: baseline } }", "policy.rules")]
    [InlineData("policy: { rules: { kinds: { allow: [Pod] } } }", "policy.rules.kinds")]
    [InlineData("policy: { rule: {} }", "policy")]
    [InlineData("config: { audit-dir: /elsewhere }", "config")]
    [InlineData("config: { policy: /etc/other.yaml }", "config")]
    public async Task A_value_that_cannot_be_meant_is_refused_with_its_path(string values, string path)
    {
        var (code, output, error) = await renderer.RenderAsync(values);
        Assert.Equal(1, code);
        Assert.Empty(output);
        Assert.Contains(path, error, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Ports(RenderedChart chart) =>
        List(chart.Only("NetworkPolicy"), "spec.egress").SelectMany(rule => List(rule, "ports")).Select(port => Text(port, "port")!);

    private static string Data(YamlNode map) => ((YamlMappingNode)At(map, "data")!).Children.Values.Single().ToString();
}
