using System.Net.ServerSentEvents;

namespace Pdp.ControlStub.Tests.Api;

/// <summary>Reads a stream of events.</summary>
internal sealed class SseReader : IAsyncDisposable
{
    private readonly HttpClient _client;
    private readonly HttpResponseMessage _response;
    private readonly IAsyncEnumerator<SseItem<string>> _items;

    private SseReader(HttpClient client, HttpResponseMessage response, Stream stream)
    {
        (_client, _response) = (client, response);
        _items = SseParser.Create(stream).EnumerateAsync(RunningStub.Cancel).GetAsyncEnumerator(RunningStub.Cancel);
    }

    public static async Task<SseReader> OpenAsync(RunningStub stub, string path, string? lastEventId = null, string? token = null)
    {
        var client = stub.NewClient(token ?? stub.Token);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, RunningStub.Cancel);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var stream = await response.Content.ReadAsStreamAsync(RunningStub.Cancel);
        // The opening comment has been written, so the stream's place in the log is settled or given.
        return new SseReader(client, response, stream);
    }

    public async Task<SseItem<string>> NextAsync()
    {
        Assert.True(await _items.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, RunningStub.Cancel));
        return _items.Current;
    }

    public async Task UntilEndedAsync()
    {
        try
        {
            while (await _items.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, RunningStub.Cancel))
            {
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            // Cut off is ended too.
        }
    }

    public async ValueTask DisposeAsync()
    {
        _response.Dispose();
        _client.Dispose();
        try
        {
            await _items.DisposeAsync();
        }
        catch (Exception e) when (e is IOException or NotSupportedException or ObjectDisposedException)
        {
            // The stream under it is gone already.
        }
    }
}
