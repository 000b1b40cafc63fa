#pragma once

#include <condition_variable>
#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace xiezhi {

/// Work done by several threads whose results are handed on in the order of the items, by whichever
/// worker completes the next one: no extra thread, same order on one thread or eight.
///   next()             -> std::optional<Item>; called by one thread at a time, in order
///   work(item, worker) -> Result; in parallel; `worker` is 0 .. threads-1
///   commit(result)     -> bool; by one thread at a time, in item order; false stops the work
/// At most `threads * kWindow` items are under way, so memory does not grow with the evidence.
/// None of the three may throw.
template <class Item, class Result>
class OrderedWork {
public:
    static constexpr std::size_t kWindow = 4;

    template <class Next, class Work, class Commit>
    static void run(std::size_t threads, const Next& next, const Work& work, const Commit& commit) {
        if (threads <= 1) {
            while (std::optional<Item> item = next()) {
                if (!commit(work(*item, std::size_t{0}))) return;
            }
            return;
        }
        OrderedWork state(threads * kWindow);
        std::vector<std::jthread> workers;
        for (std::size_t i = 0; i < threads; ++i) {
            workers.emplace_back([&, i] { state.loop(i, next, work, commit); });
        }
    }

private:
    explicit OrderedWork(std::size_t window) : window_(window) {}

    template <class Next, class Work, class Commit>
    void loop(std::size_t worker, const Next& next, const Work& work, const Commit& commit) {
        std::unique_lock lock(mutex_);
        while (true) {
            room_.wait(lock, [&] { return stopped_ || taken_ - committed_ < window_; });
            if (stopped_) return;
            std::optional<Item> item = next();
            if (!item) {
                stopped_ = true;  // nobody takes more; what is under way is still committed
                room_.notify_all();
                return;
            }
            const std::size_t ticket = taken_++;
            lock.unlock();
            Result result = work(*item, worker);
            lock.lock();
            done_.emplace(ticket, std::move(result));
            drain(lock, commit);
        }
    }

    template <class Commit>
    void drain(std::unique_lock<std::mutex>& lock, const Commit& commit) {
        if (committing_) return;  // that thread will find our result too
        committing_ = true;
        for (auto ready = done_.find(committed_); ready != done_.end();
             ready = done_.find(committed_)) {
            Result result = std::move(ready->second);
            done_.erase(ready);
            const bool wanted = !cancelled_;
            lock.unlock();
            const bool go_on = wanted && commit(std::move(result));
            lock.lock();
            if (!go_on) {
                cancelled_ = true;
                stopped_ = true;
            }
            ++committed_;
            room_.notify_all();
        }
        committing_ = false;
    }

    std::mutex mutex_;
    std::condition_variable room_;
    std::map<std::size_t, Result> done_;
    std::size_t window_;
    std::size_t taken_ = 0;
    std::size_t committed_ = 0;
    bool committing_ = false;
    bool stopped_ = false;
    bool cancelled_ = false;
};

}  // namespace xiezhi
