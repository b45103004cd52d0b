using System.Globalization;
using System.Text;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Events;

/// <summary>
/// Server-sent events, read from the log at the reader's own pace: nothing is queued for a slow one. Where the log was cut before it
/// got there, a <c>gap</c> says so. Ends when its reader may not read any more.
/// </summary>
internal sealed class EventStream(
    EventReader events, long? after, TimeProvider time, Action closed, CancellationToken stopping) : IResult
{
    private const int PageSize = 200;

    /// <summary>Silence after which a comment is sent, so that proxies and readers know the stream lives.</summary>
    private static readonly TimeSpan _silence = TimeSpan.FromSeconds(15);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, stopping);
        try
        {
            var response = httpContext.Response;
            response.ContentType = "text/event-stream";
            response.Headers.CacheControl = "no-store";
            response.Headers["X-Accel-Buffering"] = "no";
            // Its place is settled before the reader hears of the stream: what happens from then on is in it.
            if (await events.NewestAsync(ends.Token) is not { } newest)
                return;
            var position = after ?? newest;
            await WriteAsync(response, ": pdp-control events\n\n", ends.Token);
            await FollowAsync(response, position, ends.Token);
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // The reader left, or the process is being stopped.
        }
        finally
        {
            closed();
        }
    }

    private async Task FollowAsync(HttpResponse response, long position, CancellationToken ends)
    {
        while (true)
        {
            if (await events.ReadAsync(position, PageSize, ends) is not { } page)
                return;
            await WriteAsync(response, Text(page, position), ends);
            // A number from another store, as after a restore, is above all there are: nothing would ever come after it.
            position = Math.Min(page.Next, Math.Max(page.Newest, 0));
            if (page.Items.Count < PageSize)
                await WaitAsync(response, position, ends);
        }
    }

    private static string Text(EventPage page, long position)
    {
        var text = new StringBuilder();
        if (position > page.Newest)
            text.Append(Gap(page.Newest, page.Newest + 1, position));
        else if (position > 0 && position + 1 < page.Oldest)
            text.Append(Gap(page.Oldest - 1, position + 1, page.Oldest - 1));
        foreach (var item in page.Items)
            text.Append(CultureInfo.InvariantCulture, $"id: {item.Number}\nevent: {item.Event.Type}\ndata: {EventWriting.Line(item)}\n\n");
        return text.ToString();
    }

    private static string Gap(long id, long from, long to) =>
        string.Create(CultureInfo.InvariantCulture, $"id: {id}\nevent: gap\ndata: {{\"from\":{from},\"to\":{to}}}\n\n");

    private async Task WaitAsync(HttpResponse response, long position, CancellationToken ends)
    {
        var news = events.WaitAsync(position, ends);
        while (true)
        {
            try
            {
                await news.WaitAsync(_silence, time, ends);
                return;
            }
            catch (TimeoutException)
            {
                await WriteAsync(response, ": still here\n\n", ends);
                if (!await events.IsAllowedAsync(ends))
                    return;
            }
        }
    }

    private static async Task WriteAsync(HttpResponse response, string text, CancellationToken ends)
    {
        if (text.Length == 0)
            return;
        await response.WriteAsync(text, ends);
        await response.Body.FlushAsync(ends);
    }
}
