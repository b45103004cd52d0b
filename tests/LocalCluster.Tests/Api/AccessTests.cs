using System.Net;
using System.Net.Http.Headers;

namespace Pdp.LocalCluster.Tests.Api;

/// <summary>Who may come in, and what roles say where they are enforced.</summary>
public sealed class AccessTests
{
    [Fact]
    public async Task Only_those_with_a_token_come_in()
    {
        await using var cluster = await TestCluster.StartAsync();
        using var client = cluster.NewClient(HttpVersion.Version11);
        Assert.Equal(200, (await GetAsync(client, "/healthz")).Status);
        var refused = await GetAsync(client, "/api/v1/namespaces");
        Assert.Equal(401, refused.Status);
        Assert.Equal("Unauthorized", refused.Reason);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "guess");
        Assert.Equal(401, (await GetAsync(client, "/api/v1/namespaces")).Status);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", cluster.Server.Token);
        Assert.Equal(200, (await GetAsync(client, "/api/v1/namespaces")).Status);
    }

    [Fact]
    public async Task A_service_accounts_token_is_good_for_what_its_roles_allow()
    {
        await using var cluster = await TestCluster.StartAsync(new LocalClusterOptions { SimulatedNode = true, EnforceRbac = true });
        await cluster.NamespaceAsync("team");
        Assert.Equal(201, (await cluster.PostAsync("/api/v1/namespaces/team/serviceaccounts", """{"metadata":{"name":"robot"}}""")).Status);
        var token = await cluster.PostAsync("/api/v1/namespaces/team/serviceaccounts/robot/token", """{"kind":"TokenRequest","apiVersion":"authentication.k8s.io/v1","spec":{}}""");
        Assert.Equal(201, token.Status);
        using var robot = cluster.NewClient(HttpVersion.Version20);
        robot.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string?)token.At("status.token"));

        var refused = await GetAsync(robot, "/api/v1/namespaces/team/configmaps");
        Assert.Equal(403, refused.Status);
        Assert.Contains("system:serviceaccount:team:robot", refused.Message, StringComparison.Ordinal);

        await cluster.PostAsync("/apis/rbac.authorization.k8s.io/v1/namespaces/team/roles", """{"metadata":{"name":"reader"},"rules":[{"apiGroups":[""],"resources":["configmaps"],"verbs":["get","list"]}]}""");
        var bound = await cluster.PostAsync(
            "/apis/rbac.authorization.k8s.io/v1/namespaces/team/rolebindings",
            """{"metadata":{"name":"reader"},"roleRef":{"kind":"Role","name":"reader"},"subjects":[{"kind":"ServiceAccount","name":"robot","namespace":"team"}]}""");
        Assert.Equal(201, bound.Status);
        Assert.Equal("rbac.authorization.k8s.io", (string?)bound.At("roleRef.apiGroup"));
        Assert.Equal(200, (await GetAsync(robot, "/api/v1/namespaces/team/configmaps")).Status);
        Assert.Equal(403, (await GetAsync(robot, "/api/v1/namespaces/team/secrets")).Status);
        Assert.Equal(403, (await GetAsync(robot, "/api/v1/namespaces/default/configmaps")).Status);

        await cluster.SendAsync(HttpMethod.Delete, "/api/v1/namespaces/team/serviceaccounts/robot");
        Assert.Equal(401, (await GetAsync(robot, "/api/v1/namespaces/team/configmaps")).Status);
    }

    [Theory]
    [InlineData("/api/v1/namespaces/default/serviceaccounts/nobody/token", """{"spec":{}}""", 404)]
    [InlineData("/api/v1/namespaces/kube-system/serviceaccounts/sa/token", """{"spec":{"expirationSeconds":5}}""", 422)]
    public async Task A_token_that_cannot_be_had_is_refused(string path, string body, int status)
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.PostAsync("/api/v1/namespaces/kube-system/serviceaccounts", """{"metadata":{"name":"sa"}}""");
        Assert.Equal(status, (await cluster.PostAsync(path, body)).Status);
    }

    [Fact]
    public async Task A_token_review_knows_its_own_tokens_only()
    {
        await using var cluster = await TestCluster.StartAsync();
        Task<Answer> Review(string token) => cluster.PostAsync("/apis/authentication.k8s.io/v1/tokenreviews", $$$"""{"spec":{"token":"{{{token}}}"}}""");
        Assert.Equal("kubernetes-admin", (string?)(await Review(cluster.Server.Token)).At("status.user.username"));
        Assert.Null((string?)(await Review("a.b.c")).At("status.user.username"));
    }

    [Fact]
    public async Task A_token_is_good_for_its_audience_only()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.PostAsync("/api/v1/namespaces/default/serviceaccounts", """{"metadata":{"name":"sa"}}""");
        var made = await cluster.PostAsync("/api/v1/namespaces/default/serviceaccounts/sa/token", """{"spec":{"audiences":["logs"]}}""");
        var token = (string?)made.At("status.token");
        using var client = cluster.NewClient(HttpVersion.Version20);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        Assert.Equal(401, (await GetAsync(client, "/api/v1/namespaces")).Status);
        Task<Answer> Review(string audience) => cluster.PostAsync("/apis/authentication.k8s.io/v1/tokenreviews", $$$"""{"spec":{"token":"{{{token}}}","audiences":["{{{audience}}}"]}}""");
        Assert.Equal("system:serviceaccount:default:sa", (string?)(await Review("logs")).At("status.user.username"));
        Assert.Null((string?)(await Review("metrics")).At("status.user.username"));
    }

    private static async Task<Answer> GetAsync(HttpClient client, string path) =>
        await Answer.OfAsync(await client.GetAsync(path, TestContext.Current.CancellationToken));
}
