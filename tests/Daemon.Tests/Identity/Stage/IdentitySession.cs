using Pdp.Protocol.Frames;

namespace Pdp.Daemon.Tests.Identity.Stage;

/// <summary>The server's end of a session whose plane is proved; what the agent answers is kept until a test asks for it.</summary>
internal sealed class IdentitySession(WebSocketFrames frames, HelloFrame hello, string serial)
{
    private readonly System.Threading.Channels.Channel<Frame> _received = System.Threading.Channels.Channel.CreateUnbounded<Frame>();
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public HelloFrame Hello { get; } = hello;

    /// <summary>Serial of the certificate that was shown.</summary>
    public string Serial { get; } = serial;

    public bool IsOver => _over.Task.IsCompleted;

    public Task SendAsync(Frame frame) => frames.WriteAsync(frame, CancellationToken.None);

    /// <summary>The next frame that is no status.</summary>
    public async Task<Frame> NextAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        return await _received.Reader.ReadAsync(deadline.Token);
    }

    public async Task EndAsync(GoodbyeReason reason)
    {
        await SendAsync(new GoodbyeFrame(reason));
        await frames.CloseAsync(CloseCodes.For(reason), "", CancellationToken.None);
    }

    public Task EndedAsync() => _over.Task.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);

    public void Take(Frame frame)
    {
        if (frame is not StatusFrame) _received.Writer.TryWrite(frame);
    }

    public void Over() => _over.TrySetResult();
}
