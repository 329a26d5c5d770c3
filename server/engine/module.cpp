// SPDX-License-Identifier: MIT
// The Python module porthole_engine: the same classes as porthole_gateway.engine has in Python.
#include <pybind11/functional.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include "engine/frames.hpp"
#include "engine/pipe.hpp"

namespace py = pybind11;
using porthole::engine::Body;
using porthole::engine::Frames;
using porthole::engine::Opcode;
using porthole::engine::Outlet;
using porthole::engine::Pipe;
using porthole::engine::Violation;

namespace {

int descriptor(py::handle sock) {
  return sock.attr("fileno")().cast<int>();
}

Frames::Message deliver(py::function message) {
  return [message = std::move(message)](Opcode opcode, std::span<char> payload) {
    message(static_cast<int>(opcode), py::bytes(payload.data(), payload.size()));
  };
}

}  // namespace

PYBIND11_MODULE(porthole_engine, module) {
  module.doc() = "The gateway's data path in C++; porthole_gateway.engine has the reference in Python.";

  module.attr("VERSION") = 2;  // as in porthole_gateway/engine; another number for another interface

  // The parameter's type is pybind11's.
  // NOLINTNEXTLINE(performance-unnecessary-value-param)
  py::register_exception_translator([](std::exception_ptr pointer) {
    try {
      if (pointer) std::rethrow_exception(pointer);
    } catch (Violation const& violation) {
      auto const type = py::module_::import("porthole_gateway.engine.violation").attr("ProtocolError");
      PyErr_SetObject(type.ptr(), type(violation.what(), violation.code).ptr());
    }
  });

  py::class_<Outlet>(module, "Outlet")
      .def("append", [](Outlet& outlet,
                        py::bytes const& bytes) { outlet.append(static_cast<std::string_view>(bytes)); })
      .def("flush", &Outlet::flush)
      .def_property_readonly("waiting", &Outlet::waiting)
      .def_property_readonly("sent", &Outlet::sent)
      .def_property_readonly("error", &Outlet::error);

  py::class_<Body, Outlet>(module, "Body")
      .def(py::init([](py::object const& sock) { return std::make_unique<Body>(descriptor(sock)); }),
           py::arg("sock"));

  py::class_<Frames, Outlet>(module, "Frames")
      .def(py::init([](py::object const& sock, py::function message) {
             return std::make_unique<Frames>(descriptor(sock), deliver(std::move(message)));
           }),
           py::arg("sock"), py::arg("message"))
      .def(
          "pipe",
          [](Frames& frames, py::object const& sock, std::uint32_t number, std::int64_t window,
             std::int64_t may_send, py::function attend) {
            return std::make_unique<Pipe>(frames, descriptor(sock), number, window, may_send,
                                          [attend = std::move(attend)] { attend(); });
          },
          py::keep_alive<0, 1>())
      .def("receive", &Frames::receive)
      .def("queue",
           [](Frames& frames, int opcode, py::bytes const& payload) {
             frames.queue(static_cast<Opcode>(opcode), static_cast<std::string_view>(payload));
           })
      .def("end", &Frames::end)
      .def_property_readonly("pending", &Frames::pending)
      .def_property_readonly("received", &Frames::received)
      .def_property_readonly("close_received", &Frames::close_received)
      .def_property_readonly("close_code", &Frames::close_code);

  py::class_<Pipe>(module, "Pipe")
      .def("drain", &Pipe::drain)
      .def("give_back", &Pipe::give_back)
      .def("read", &Pipe::read)
      .def("divert", &Pipe::divert, py::keep_alive<1, 2>())
      .def("clear", &Pipe::clear)
      .def_property_readonly("waiting", &Pipe::waiting)
      .def_readwrite("allowed", &Pipe::allowed)
      .def_readwrite("may_send", &Pipe::may_send)
      .def_readwrite("accepting", &Pipe::accepting)
      .def_readonly("error", &Pipe::error)
      .def_readonly("up", &Pipe::up)
      .def_readonly("down", &Pipe::down);
}
