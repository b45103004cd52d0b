using static Pdp.Chart.Tests.RenderedChart;

namespace Pdp.Chart.Tests;

/// <summary>Rule 8 of the security rules: rights are generated from the allow-list and are never more than it.</summary>
public sealed class RightsTests(ChartRenderer renderer) : IClassFixture<ChartRenderer>
{
    private static readonly string[] Escalating = ["escalate", "bind", "impersonate", "*"];

    [Theory]
    [InlineData("ClusterRole")]
    [InlineData("Role")]
    public async Task No_rule_has_a_wildcard_or_a_verb_that_escalates(string kind)
    {
        foreach (var rule in (await DefaultAsync()).Rules(kind))
        {
            Assert.NotEmpty(Texts(rule, "verbs"));
            Assert.DoesNotContain(Texts(rule, "verbs"), v => Escalating.Contains(v));
            Assert.DoesNotContain("*", Texts(rule, "resources"));
            Assert.DoesNotContain("*", Texts(rule, "apiGroups"));
        }
    }

    [Fact]
    public async Task Secrets_are_named_in_the_agents_own_namespace_only()
    {
        var chart = await DefaultAsync();
        Assert.DoesNotContain(chart.Rules("ClusterRole"), rule => Texts(rule, "resources").Contains("secrets"));
        Assert.Contains(chart.Rules("Role"), rule => Texts(rule, "resources").Contains("secrets"));
        Assert.Equal("pdp-system", Text(chart.Only("Role"), "metadata.namespace"));
    }

    [Fact]
    public async Task With_secret_stores_the_agent_can_create_secrets_in_the_data_plane_and_do_nothing_else_with_them()
    {
        const string Values = "secretStores: [{ name: vault, files: { directory: /var/run/pdp-secrets/vault }, allow: [{ project: shop }] }]";
        var chart = Parse((await renderer.RenderAsync(Values)).Output);
        var rule = Assert.Single(chart.Rules("ClusterRole"), rule => Texts(rule, "resources").Contains("secrets"));
        Assert.Equal(["create"], Texts(rule, "verbs"));
    }

    [Fact]
    public async Task A_store_of_another_namespace_gives_the_right_to_read_its_secrets_by_name_and_no_other()
    {
        const string Values = "secretStores: [{ name: own, clusterSecrets: { namespace: shop-secrets, secrets: [db, keys] }, allow: [{ project: shop }] }]";
        var chart = Parse((await renderer.RenderAsync(Values)).Output);
        var role = Assert.Single(chart.Objects, role => Text(role, "kind") == "Role" && Text(role, "metadata.namespace") == "shop-secrets");
        var binding = Assert.Single(
            chart.Objects, binding => Text(binding, "kind") == "RoleBinding" && Text(binding, "metadata.namespace") == "shop-secrets");
        Assert.Equal(Text(role, "metadata.name"), Text(binding, "roleRef.name"));
        var rule = Assert.Single(List(role, "rules"));
        Assert.Equal(["get"], Texts(rule, "verbs"));
        Assert.Equal(["secrets"], Texts(rule, "resources"));
        Assert.Equal(["db", "keys"], Texts(rule, "resourceNames"));
    }

    [Theory]
    [InlineData("vault: { address: \"https://vault.example:8200\", auth: { kubernetes: { role: pdp } } }", 0)]
    [InlineData("azureKeyVault: { vault: \"https://acme.vault.azure.net\", auth: { workloadIdentity: { tenantId: a, clientId: b } } }", 0)]
    [InlineData("vault: { address: \"http://vault.example:8200\", auth: { kubernetes: { role: pdp } } }", 1)]
    [InlineData("vault: { address: \"https://vault.example:8200\", auth: {} }", 1)]
    [InlineData("clusterSecrets: { namespace: shop-secrets, secrets: [\"*\"] }", 1)]
    [InlineData("environment: { prefix: DEV_ }", 1)]
    public async Task Stores_are_checked_before_they_are_installed(string store, int code)
    {
        var rendered = await renderer.RenderAsync($"secretStores: [{{ name: x, {store}, allow: [{{ project: shop }}] }}]");
        Assert.Equal(code, rendered.Code);
    }

    [Fact]
    public async Task Nothing_can_run_in_a_pod_or_reach_through_one()
    {
        var resources = (await DefaultAsync()).Rules("ClusterRole").SelectMany(rule => Texts(rule, "resources"));
        Assert.DoesNotContain(resources, r => r is "pods/exec" or "pods/attach" or "pods/portforward" or "services/proxy" or "nodes/proxy");
    }

    [Fact]
    public async Task A_kind_left_out_of_the_values_is_left_out_of_the_rights()
    {
        var chart = Parse((await renderer.RenderAsync("kinds: [{ group: apps, kind: Deployment, resource: deployments }]")).Output);
        var resources = chart.Rules("ClusterRole").SelectMany(rule => Texts(rule, "resources")).ToList();
        Assert.Contains("deployments", resources);
        Assert.DoesNotContain("statefulsets", resources);
        Assert.DoesNotContain("jobs", resources);
    }

    [Theory]
    [InlineData("", "Secret", "secrets", "kinds.0.resource")]
    [InlineData("", "Pod", "pods", "kinds.0.resource")]
    [InlineData("rbac.authorization.k8s.io", "ClusterRole", "clusterroles", "kinds.0.group")]
    [InlineData("rbac.authorization.k8s.io", "RoleBinding", "rolebindings", "kinds.0.group")]
    [InlineData("admissionregistration.k8s.io", "MutatingWebhookConfiguration", "mutatingwebhookconfigurations", "kinds.0.group")]
    [InlineData("apps", "Deployment", "*", "kinds.0.resource")]
    public async Task A_kind_that_would_give_power_over_rights_or_secrets_is_refused(string group, string kind, string resource, string path)
    {
        var (code, _, error) = await renderer.RenderAsync($"kinds: [{{ group: \"{group}\", kind: {kind}, resource: \"{resource}\" }}]");
        Assert.Equal(1, code);
        Assert.Contains(path, error, StringComparison.Ordinal);
    }

    private async Task<RenderedChart> DefaultAsync() => Parse((await renderer.RenderAsync()).Output);
}
