using Pdp.Kubernetes.Configuration;
using Pdp.Testing;

namespace Pdp.Kubernetes.Tests.Configuration;

public sealed class InClusterTests : IDisposable
{
    private readonly TempDirectory _folder = new();
    private readonly TestAuthority _authority = new();

    public void Dispose()
    {
        _folder.Dispose();
        _authority.Dispose();
    }

    [Theory]
    [InlineData("10.0.0.1", "https://10.0.0.1/")]
    [InlineData("fd00::1", "https://[fd00::1]/")]
    [InlineData("kubernetes.default.svc", "https://kubernetes.default.svc/")]
    public void A_pod_has_its_address_authority_token_and_namespace(string host, string expected)
    {
        WriteAccount();

        var config = InCluster.Load(host, "443", _folder.Path);

        Assert.NotNull(config);
        Assert.Equal((expected, "shop"), (config.Server.AbsoluteUri, config.Namespace));
        Assert.Equal(_folder.Combine("ca.crt"), config.Trust.Authority?.Path);
        Assert.Equal(_folder.Combine("token"), Assert.IsType<TokenSource.FromFile>(config.Identity.Token).Path);
    }

    [Fact]
    public void Without_the_variables_it_is_no_pod()
    {
        Assert.Null(InCluster.Load(null, "443", _folder.Path));
        Assert.Null(InCluster.Load("10.0.0.1", "", _folder.Path));
    }

    [Fact]
    public void A_pod_without_its_account_is_told_all_that_is_missing()
    {
        var error = Assert.Throws<ClusterConfigException>(() => InCluster.Load("a b", "99999", _folder.Path));

        Assert.Equal(
            ["KUBERNETES_SERVICE_HOST", "KUBERNETES_SERVICE_PORT", _folder.Combine("token"), _folder.Combine("ca.crt")],
            error.Problems.Select(problem => problem.Path));
        Assert.Contains("automountServiceAccountToken", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_operator_named_comes_before_the_variable_the_pod_and_the_home_directory()
    {
        WriteAccount();
        var request = new ClusterConfigRequest
        {
            KubeconfigPath = Write("named"),
            KubeconfigVariable = Write("variable"),
            ServiceHost = "10.0.0.1",
            ServicePort = "443",
            ServiceAccountDirectory = _folder.Path,
            HomeDirectory = _folder.Path,
        };
        Write(Path.Combine(".kube", "config"), "home");

        Assert.Equal("named", ClusterConfigLoader.Load(request).Name);
        Assert.Equal("variable", ClusterConfigLoader.Load(request = request with { KubeconfigPath = null }).Name);
        Assert.Equal("in-cluster", ClusterConfigLoader.Load(request = request with { KubeconfigVariable = "" }).Name);
        Assert.Equal("home", ClusterConfigLoader.Load(request with { Context = "home" }).Name);
        Assert.Equal("home", ClusterConfigLoader.Load(request = request with { ServiceHost = null }).Name);
        Assert.Throws<ClusterConfigException>(() => ClusterConfigLoader.Load(request with { HomeDirectory = null }));
    }

    [Fact]
    public void One_that_is_there_and_broken_is_not_passed_over()
    {
        WriteAccount();
        var request = new ClusterConfigRequest
        {
            KubeconfigVariable = _folder.Write("broken", "contexts: 7"),
            ServiceHost = "10.0.0.1",
            ServicePort = "443",
            ServiceAccountDirectory = _folder.Path,
        };

        Assert.Throws<ClusterConfigException>(() => ClusterConfigLoader.Load(request));
    }

    private void WriteAccount()
    {
        _folder.Write("token", "abc");
        _folder.Write("ca.crt", _authority.CertificatePem);
        _folder.Write("namespace", "shop\n");
    }

    private string Write(string file, string? context = null) => _folder.Write(file, $$$"""
        current-context: {{{context ?? file}}}
        contexts: [{name: {{{context ?? file}}}, context: {cluster: x}}]
        clusters: [{name: x, cluster: {server: https://x}}]
        """);
}
