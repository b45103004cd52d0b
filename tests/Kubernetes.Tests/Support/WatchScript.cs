using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Pdp.Kubernetes.Tests.Support;

/// <summary>Answers list and watch requests of one collection; each watch plays the next script.</summary>
internal sealed class WatchScript
{
    private readonly ConcurrentQueue<RequestDelegate> _lists = new();
    private readonly ConcurrentQueue<RequestDelegate> _watches = new();

    public WatchScript(FakeApiServer server, string path) => server.On("GET", path, context =>
        context.Request.Query.ContainsKey("watch") ? Next(_watches, Silent())(context) : Next(_lists, FakeApiServer.Status(503, "ServiceUnavailable"))(context));

    public WatchScript List(params RequestDelegate[] answers)
    {
        foreach (var answer in answers) _lists.Enqueue(answer);
        return this;
    }

    public WatchScript Watch(params RequestDelegate[] answers)
    {
        foreach (var answer in answers) _watches.Enqueue(answer);
        return this;
    }

    /// <summary>Sends these and ends in good order, as a server does when the time is up.</summary>
    public static RequestDelegate Ending(params string[] events) => context => SendAsync(context, events);

    /// <summary>Sends these and stays open until the client goes.</summary>
    public static RequestDelegate Staying(params string[] events) => async context =>
    {
        await SendAsync(context, events);
        await Silence(context);
    };

    /// <summary>Sends these and drops the connection once told to: dropped at once, it would take what was sent along.</summary>
    public static RequestDelegate Cutting(Task when, params string[] events) => async context =>
    {
        await SendAsync(context, events);
        await when.WaitAsync(context.RequestAborted);
        context.Abort();
    };

    /// <summary>Sends this text in the pieces given by the cuts, each on its own, and stays open.</summary>
    public static RequestDelegate InPieces(byte[] text, int pieceLength) => async context =>
    {
        context.Response.ContentType = "application/json";
        foreach (var piece in text.Chunk(pieceLength))
        {
            await context.Response.Body.WriteAsync(piece, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
        await Silence(context);
    };

    public static RequestDelegate Silent() => Staying();

    private static async Task SendAsync(HttpContext context, string[] events)
    {
        context.Response.ContentType = "application/json";
        await context.Response.StartAsync(context.RequestAborted);
        foreach (var text in events)
        {
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    private static async Task Silence(HttpContext context)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = context.RequestAborted.Register(() => gone.TrySetResult());
        await gone.Task;
    }

    private static RequestDelegate Next(ConcurrentQueue<RequestDelegate> answers, RequestDelegate otherwise) =>
        answers.TryDequeue(out var answer) ? answer : otherwise;
}
