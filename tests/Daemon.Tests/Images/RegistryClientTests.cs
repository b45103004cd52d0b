using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pdp.Daemon.Images;
using Pdp.Daemon.Tests.Images.Stage;
using Pdp.Registry;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Images;

public sealed class RegistryClientTests
{
    [Fact]
    public async Task A_tag_has_the_digest_it_has_now()
    {
        await using var stage = await ClientStage.StartAsync();
        var first = stage.Server.Push("team/app", "1", "a");
        Assert.Equal(first, await stage.DigestAsync());

        var second = stage.Server.Push("team/app", "1", "b");

        Assert.NotEqual(first, second);
        Assert.Equal(second, await stage.DigestAsync());
        Assert.All(stage.Server.Calls, call => Assert.Equal(("HEAD", "/v2/team/app/manifests/1", ""), (call.Method, call.Path, call.Authorization)));
    }

    [Fact]
    public async Task A_tag_that_is_not_there_is_named()
    {
        await using var stage = await ClientStage.StartAsync();
        stage.Server.Push("team/app", "1");
        stage.Server.Untag("team/app", "1");

        var failure = await stage.FailureAsync();

        Assert.Equal((RegistryFault.NotFound, "has no tag 1 in team/app"), (failure.Fault, failure.Message));
    }

    [Fact]
    public async Task A_registry_that_does_not_know_head_or_gives_no_digest_is_read_and_the_digest_computed()
    {
        await using var stage = await ClientStage.StartAsync();
        var digest = stage.Server.Push("team/app", "1");
        stage.Server.Before = http =>
        {
            if (http.Request.Method == "HEAD") http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            http.Response.OnStarting(() =>
            {
                http.Response.Headers.Remove("Docker-Content-Digest");
                return Task.CompletedTask;
            });
            return Task.CompletedTask;
        };

        Assert.Equal(digest, await stage.DigestAsync());
    }

    [Fact]
    public async Task A_manifest_under_a_digest_that_is_not_its_own_is_not_believed()
    {
        await using var stage = await ClientStage.StartAsync();
        stage.Server.Push("team/app", "1");
        stage.Server.Before = http =>
        {
            if (http.Request.Method == "HEAD") http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            http.Response.OnStarting(() =>
            {
                http.Response.Headers["Docker-Content-Digest"] = $"sha256:{new string('1', 64)}";
                return Task.CompletedTask;
            });
            return Task.CompletedTask;
        };

        Assert.Equal("gives a manifest a digest that is not its own", (await stage.FailureAsync()).Message);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/vnd.docker.distribution.manifest.v1+prettyjws")]
    public async Task What_no_node_could_run_is_refused(string mediaType)
    {
        await using var stage = await ClientStage.StartAsync();
        stage.Server.Push("team/app", "1");
        stage.Server.Before = http =>
        {
            http.Response.OnStarting(() =>
            {
                http.Response.ContentType = mediaType;
                return Task.CompletedTask;
            });
            return Task.CompletedTask;
        };

        var failure = await stage.FailureAsync();

        Assert.Equal(RegistryFault.Malformed, failure.Fault);
        Assert.Contains("no image of a kind nodes can run", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tags_are_read_page_by_page()
    {
        await using var stage = await ClientStage.StartAsync(new TestRegistryOptions { PageSize = 3 });
        var pushed = Enumerable.Range(10, 8).Select(n => n.ToString(CultureInfo.InvariantCulture)).ToArray();
        foreach (var tag in pushed) stage.Server.Push("team/app", tag);

        Assert.Equal(pushed, await stage.TagsAsync());
        Assert.Equal(3, stage.Server.Calls.Count);
    }

    [Theory]
    [InlineData("</v2/other/app/tags/list?last=a>; rel=\"next\"")]
    [InlineData("<http://169.254.169.254/v2/team/app/tags/list>; rel=\"next\"")]
    [InlineData("<//elsewhere.example/v2/team/app/tags/list>; rel=next")]
    public async Task A_page_that_leads_elsewhere_is_not_followed(string link)
    {
        await using var stage = await ClientStage.StartAsync();
        stage.Server.Push("team/app", "1");
        stage.Server.Before = http =>
        {
            http.Response.Headers.Link = link;
            return Task.CompletedTask;
        };

        var failure = await Assert.ThrowsAsync<RegistryException>(() => stage.TagsAsync());

        Assert.Equal("leads from the tags of team/app to another place", failure.Message);
        Assert.Single(stage.Server.Calls);
    }

    [Fact]
    public async Task Pages_without_end_are_given_up()
    {
        await using var stage = await ClientStage.StartAsync();
        stage.Server.Push("team/app", "1");
        stage.Server.Before = http =>
        {
            http.Response.Headers.Link = "</v2/team/app/tags/list?n=1>; rel=\"next\"";
            return Task.CompletedTask;
        };

        var failure = await Assert.ThrowsAsync<RegistryException>(() => stage.TagsAsync());

        Assert.StartsWith("has more than 100 pages", failure.Message, StringComparison.Ordinal);
        Assert.Equal(100, stage.Server.Calls.Count);
    }

    [Theory]
    [InlineData("[1,2]")]
    [InlineData("{\"tags\":\"all\"}")]
    [InlineData("{\"tags\":[1]}")]
    [InlineData("{\"tags\":[[[[[[[[[[]]]]]]]]]]}")]
    [InlineData("not json")]
    public async Task What_is_no_list_of_tags_is_told(string body)
    {
        await using var stage = await ClientStage.StartAsync();
        stage.Server.Before = http => http.Response.WriteAsync(body);

        var failure = await Assert.ThrowsAsync<RegistryException>(() => stage.TagsAsync());

        Assert.Equal("answers with something that is no list of tags", failure.Message);
    }

    [Fact]
    public async Task A_huge_answer_is_not_read_to_its_end()
    {
        await using var stage = await ClientStage.StartAsync();
        var isCutOff = new TaskCompletionSource();
        stage.Server.Before = async http =>
        {
            // Without end: whoever reads to it never answers.
            var chunk = new byte[64 * 1024];
            while (!http.RequestAborted.IsCancellationRequested) await http.Response.Body.WriteAsync(chunk);
            isCutOff.TrySetResult();
        };

        var failure = await Assert.ThrowsAsync<RegistryException>(() => stage.TagsAsync());

        Assert.StartsWith("answers with more than 4194304 bytes", failure.Message, StringComparison.Ordinal);
        await isCutOff.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_slow_registry_is_given_up_after_its_time()
    {
        await using var stage = await ClientStage.StartAsync();
        var asked = new TaskCompletionSource();
        stage.Server.Before = async http =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        };

        var call = stage.FailureAsync();
        await asked.Task;
        stage.Time.Advance(TimeSpan.FromSeconds(10));

        var failure = await call;
        Assert.Equal((RegistryFault.Unavailable, "has not answered within 10 s"), (failure.Fault, failure.Message));
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_no_answer()
    {
        await using var stage = await ClientStage.StartAsync();
        stage.Server.Before = async http =>
        {
            http.Response.ContentLength = 1000;
            await http.Response.WriteAsync("{\"tags\":[");
            await http.Response.Body.FlushAsync();
            http.Abort();
        };

        var failure = await Assert.ThrowsAsync<RegistryException>(() => stage.TagsAsync());

        Assert.Equal(RegistryFault.Unavailable, failure.Fault);
    }

    [Fact]
    public async Task Nobody_at_home_is_told_so()
    {
        await using var stage = await ClientStage.StartAsync();
        await stage.Server.StopAsync();

        var failure = await stage.FailureAsync();

        Assert.Equal((RegistryFault.Unavailable, $"cannot be reached: {stage.Server.Host} takes no connection"), (failure.Fault, failure.Message));
    }

    [Fact]
    public async Task Only_the_customers_authority_is_believed()
    {
        using var authority = new TestAuthority();
        using var other = new TestAuthority("Another CA");
        using var directory = new TempDirectory();
        var options = new TestRegistryOptions { Certificate = authority.IssueServer() };
        await using var good = await ClientStage.StartAsync(options, d => d with { CaFile = directory.Write("ca.crt", authority.CertificatePem) });
        await using var bad = await ClientStage.StartAsync(options, d => d with { CaFile = directory.Write("other.crt", other.CertificatePem) });
        await using var none = await ClientStage.StartAsync(options);
        var digest = good.Server.Push("team/app", "1");

        Assert.Equal(digest, await good.DigestAsync());
        Assert.Contains("check the certificate", (await bad.FailureAsync()).Message, StringComparison.Ordinal);
        Assert.Contains("check the certificate", (await none.FailureAsync()).Message, StringComparison.Ordinal);
    }
}
