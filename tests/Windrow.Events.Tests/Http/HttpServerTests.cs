using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Windrow.Events.Http;

namespace Windrow.Events.Tests.Http;

public sealed class HttpServerTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Starts_and_ends_while_others_connect_all_the_time()
    {
        var port = WebServer.FreePort();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var clients = Enumerable.Range(0, 4).Select(_ => Task.Run(() => ConnectAllTheTime(port, over.Token), Stop)).ToArray();
        for (var time = 0; time < 20; time++)
        {
            await using var server = HttpServer.Start($"127.0.0.1:{port}", static exchange => exchange.Response.WriteAsync("there"));
            using var client = new HttpClient();
            (await client.GetStringAsync($"http://localhost:{port}/", Stop)).ShouldBe("there");
        }

        await over.CancelAsync();
        await Task.WhenAll(clients);
    }

    [Theory]
    [InlineData("9000")]
    [InlineData("127.0.0.1:")]
    [InlineData("127.0.0.1:70000")]
    [InlineData("192.0.2.1:9000")]
    [InlineData("no.such.host.invalid:9000")]
    public void What_is_no_address_of_this_machine_is_an_error(string address) =>
        Should.Throw<IOException>(() => HttpServer.Start(address, static _ => Task.CompletedTask));

    [Fact]
    public async Task Place_that_is_taken_is_an_error()
    {
        var address = $"127.0.0.1:{WebServer.FreePort()}";
        await using var first = HttpServer.Start(address, static _ => Task.CompletedTask);
        Should.Throw<IOException>(() => HttpServer.Start(address, static _ => Task.CompletedTask)).Message.ShouldContain("in use");
    }

    [Fact]
    public async Task Answer_that_fails_in_its_midst_does_not_look_like_a_whole_one()
    {
        var port = WebServer.FreePort();
        await using var server = HttpServer.Start($"*:{port}", static async exchange =>
        {
            await exchange.Response.WriteAsync("half");
            await exchange.Response.Body.FlushAsync();
            throw new IOException("the disk is gone");
        });
        using var client = new HttpClient();
        await Should.ThrowAsync<HttpRequestException>(() => client.GetStringAsync($"http://127.0.0.1:{port}/", Stop));
    }

    private static async Task ConnectAllTheTime(int port, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port, over);
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException)
            {
                // Between two starts.
            }
        }
    }
}
