using System.Net;
using System.Net.Sockets;
using System.Text;
using Pdp.Standin.Http;

namespace Pdp.LocalCluster.Tests.Programs;

/// <summary>The stand-in's HTTP server: what it reads, what it refuses, and how it ends.</summary>
public sealed class HttpServerTests : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Socket _listener = HttpServer.Listen("127.0.0.1", 0);
    private readonly IPEndPoint _address;
    private readonly Task _serving;
    private readonly TaskCompletionSource _mayAnswer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public HttpServerTests()
    {
        _address = (IPEndPoint)_listener.LocalEndPoint!;
        _serving = new HttpServer(AnswerAsync, TimeSpan.FromMilliseconds(200), TimeProvider.System).ServeAsync(_listener, _stop.Token);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _mayAnswer.TrySetResult();
        await _serving;
        _stop.Dispose();
    }

    [Fact]
    public async Task Bodies_of_either_kind_arrive_whole_on_one_connection()
    {
        using var client = new HttpClient();
        var body = new string('x', 200_000);
        using var known = new StringContent(body);
        Assert.Equal("POST 200000", await AskAsync(client, known));
        using var chunked = new StreamContent(new MemoryStream(Encoding.ASCII.GetBytes(body)));
        chunked.Headers.ContentLength = null;
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{_address}/") { Content = chunked, Headers = { TransferEncodingChunked = true, ExpectContinue = true } };
        Assert.Equal("POST 200000", await (await client.SendAsync(request, Cancel)).Content.ReadAsStringAsync(Cancel));
    }

    [Theory]
    [InlineData("nonsense\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nno colon\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n", 413)]
    [InlineData("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\n", 413)]
    public async Task What_cannot_be_read_is_refused(string sent, int status) => Assert.StartsWith($"HTTP/1.1 {status} ", await SendAsync(sent), StringComparison.Ordinal);

    [Fact]
    public async Task A_head_without_end_is_refused() =>
        Assert.StartsWith("HTTP/1.1 431 ", await SendAsync("GET / HTTP/1.1\r\n" + string.Concat(Enumerable.Repeat("X-Filler: " + new string('y', 100) + "\r\n", 200))), StringComparison.Ordinal);

    [Fact]
    public async Task Asked_to_stop_it_answers_what_is_in_flight_and_what_still_comes_and_then_ends()
    {
        using var client = new HttpClient();
        var slow = client.GetAsync(new Uri($"http://{_address}/slow"), Cancel);
        await Task.Yield();
        await _stop.CancelAsync();
        // Still accepting: a balancer may not have looked away yet.
        using var late = new HttpClient();
        var answer = await late.GetAsync(new Uri($"http://{_address}/"), Cancel);
        Assert.True(answer.Headers.ConnectionClose);
        _mayAnswer.TrySetResult();
        Assert.Equal(HttpStatusCode.OK, (await slow).StatusCode);
        await _serving.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Cancel);
        await Assert.ThrowsAsync<HttpRequestException>(() => late.GetAsync(new Uri($"http://{_address}/"), Cancel));
    }

    private async Task<string> AskAsync(HttpClient client, HttpContent content) =>
        await (await client.PostAsync(new Uri($"http://{_address}/"), content, Cancel)).Content.ReadAsStringAsync(Cancel);

    private async Task<string> SendAsync(string text)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(_address, Cancel);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text), Cancel);
        var buffer = new byte[4096];
        var read = await client.GetStream().ReadAsync(buffer, Cancel);
        return Encoding.ASCII.GetString(buffer, 0, read);
    }

    private async ValueTask<HttpResponse> AnswerAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.Path == "/slow") await _mayAnswer.Task.WaitAsync(cancellationToken);
        return HttpResponse.Html($"{request.Method} {request.Body.Length}");
    }
}
